# shellcheck shell=sh
# The program files that services of other users than root have in memory, and who owns them and the directories above.
# budget: 20
# root: yes
# keys: none

# PID<TAB>UID<TAB>GROUP IDS<TAB>UNIT of each process of a service that does not run as root. Sessions of users are no services.
services() {
    for folder in /proc/[0-9]*; do
        group=''
        while IFS= read -r line; do
            case $line in 0::* | 1:name=systemd:*) group=$line ;; esac
        done <"$folder/cgroup"
        case $group in */system.slice/*.service*) ;; *) continue ;; esac
        uid='' gid='' more=''
        while read -r word first second rest; do
            case $word in
            Uid:) uid=$second ;;
            Gid:) gid=$second ;;
            Groups:) more="${first:+$first }${second:+$second }$rest" && break ;;
            esac
        done <"$folder/status"
        if [ -z "$uid" ] || [ "$uid" = 0 ]; then continue; fi
        unit=${group##*/system.slice/}
        unit=${unit%.service*}.service
        case $unit in *[[:cntrl:]]*) unit=$(printf '%s' "$unit" | tr -d '\000-\037\177') ;; esac
        printf '%s\t%s\t%s\t%s\n' "${folder#/proc/}" "$uid" "$gid $more" "${unit##*/}"
    done
} 2>/dev/null
found=''
[ ! -d /run/systemd/system ] || found=$(services)
told_services() { [ -z "$found" ] || printf '%s\n' "$found"; }
[ ! -d /run/systemd/system ] || run services told_services

# PID<TAB>PATH of each file it runs from: mapped as code, and the script its interpreter was given.
code() {
    told_services | cut -f 1 | while read -r pid; do
        # What is denied fails only when it is read; a process that has ended is no gap.
        awk -v pid="$pid" '$2 ~ /x/ && $6 ~ /^\/[A-Za-z0-9._\/@:+=,-]*$/ && NF == 6 && !seen[$6]++ { print pid "\t" $6 }' \
            "/proc/$pid/maps" || [ ! -d "/proc/$pid" ] || printf '%s\tdenied\n' "$pid"
        # Without mapped code of its own a process runs a script: the first word of its command line that is a file.
        case $(readlink "/proc/$pid/exe") in
        */sh | */bash | */dash | */ruby | */node | */php* | */python* | */perl)
            tr '\0' '\n' <"/proc/$pid/cmdline" | sed -n '2,$p' | grep -E '^/[A-Za-z0-9._/@:+=,-]*$' | while read -r path; do
                [ -f "$path" ] || continue
                printf '%s\t%s\n' "$pid" "$path"
                break
            done
            ;;
        esac
    done
} 2>/dev/null
mapped=''
[ ! -d /run/systemd/system ] || mapped=$(code | head -c 2097153)
told_code() { [ -z "$mapped" ] || printf '%s\n' "$mapped"; }
[ ! -d /run/systemd/system ] || run -c 2097152 code told_code

owned() {
    told_code | cut -f 2 | sort -u | awk '
        /^\// {
            path = $0
            while (path != "" && !(path in seen)) { seen[path] = 1; print path; sub(/\/[^\/]*$/, "", path) }
        }
        END { print "/" }' | tr '\n' '\0' | xargs -0 stat -L -c '%u	%g	%a	%n' -- 2>/dev/null
}
run -c 2097152 owned owned

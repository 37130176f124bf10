# shellcheck shell=sh
# Sockets that take connections or datagrams from the network, and the processes that hold them. Needs no ss or netstat.
# budget: 20
# root: yes
# keys: none

tables=''
for table in tcp tcp6 udp udp6 udplite udplite6; do
    [ ! -r "/proc/net/$table" ] || tables="$tables /proc/net/$table"
done
[ -n "$tables" ] || exit 1

# TABLE<TAB>LOCAL<TAB>UID<TAB>INODE of TCP in state LISTEN (0A), and of UDP that is not connected to one peer (07).
open_sockets() {
    # shellcheck disable=SC2086
    awk 'FNR != 1 {
        table = FILENAME
        sub(/.*\//, "", table)
        if ($4 == (table ~ /^tcp/ ? "0A" : "07")) print table "\t" $2 "\t" $8 "\t" $10
    }' $tables
}
run sockets open_sockets

# Who holds them: INODE<TAB>PID, from the links of every process; only of the sockets above.
find_holders() {
    # shellcheck disable=SC2012  # the names are numbers; the targets matter
    ls -l /proc/[0-9]*/fd 2>/dev/null | INODES=$(open_sockets | cut -f 4 | tr '\n' ' ') awk '
        BEGIN { n = split(ENVIRON["INODES"], part, " "); for (i = 1; i <= n; i++) if (part[i] != 0) wanted[part[i]] = 1 }
        /^\/proc\// { split($0, path, "/"); pid = path[3]; next }
        /socket:\[/ {
            sub(/.*socket:\[/, ""); sub(/\].*/, "")
            if (($0 in wanted) && !(($0, pid) in said)) { said[$0, pid] = 1; print $0 "\t" pid }
        }'
}
found=$(find_holders)
holders() { [ -z "$found" ] || printf '%s\n' "$found"; }
run holders holders

# The holders themselves: PID<TAB>UID<TAB>NAME<TAB>CONTROL GROUP<TAB>PROGRAM. A name may hold anything: no control characters.
# Threads of one program share much; a process is asked once.
processes() {
    holders | cut -f 2 | sort -un | while read -r pid; do
        name=
        while IFS= read -r line || [ -n "$line" ]; do name=$name$line; done <"/proc/$pid/comm"
        uid=
        while read -r word _ second _; do
            [ "$word" != Uid: ] || { uid=$second && break; }
        done <"/proc/$pid/status"
        group=
        while IFS= read -r line; do
            case $line in 0::/* | 1:name=systemd:/*) group=/${line#*:/} && break ;; esac
        done <"/proc/$pid/cgroup"
        program=$(readlink "/proc/$pid/exe")
        case $name$group$program in *[[:cntrl:]]*)
            name=$(printf '%s' "$name" | tr -d '\000-\037\177')
            group=$(printf '%s' "$group" | tr -d '\000-\037\177')
            program=$(printf '%s' "$program" | tr -d '\000-\037\177')
            ;;
        esac
        printf '%s\t%s\t%s\t%s\t%s\n' "$pid" "$uid" "$name" "$group" "$program"
    done
} 2>/dev/null </dev/null
run processes processes
run range cat /proc/sys/net/ipv4/ip_local_port_range

# shellcheck shell=sh
# Time synchronisation: which service runs, what it says of the clock, and which servers it is told to ask.
# budget: 15
# root: yes
# keys: none

tab=$(printf '\t')

services() {
    systemctl show --property=Id,LoadState,ActiveState,UnitFileState \
        chrony.service chronyd.service ntp.service ntpd.service ntpsec.service openntpd.service \
        systemd-timesyncd.service timemaster.service
}
EITS_SERVICES=$(services 2>&1) || EITS_FAILED=$?
told_services() {
    printf '%s\n' "$EITS_SERVICES"
    return "${EITS_FAILED:-0}"
}
run services told_services

# Whether a service of this name runs. One that does not is not asked: a question by D-Bus would start timesyncd.
active() {
    printf '%s\n' "$EITS_SERVICES" | awk -F = -v names="$1" '
        $1 == "Id" { mine = $2 ~ "^(" names ")[.]service$" }
        $1 == "ActiveState" && mine && $2 == "active" { found = 1 }
        END { exit !found }'
}
! active 'chronyd?' || run tracking chronyc -n -c tracking
! active systemd-timesyncd || run timesync timedatectl show-timesync --all
! active 'ntp|ntpd|ntpsec' || run variables ntpq -c 'rv 0 leap,stratum,reftime,offset,sys_offset'
# timesyncd makes this file when it has set the clock for the first time since boot.
stamp() {
    ! [ -e /run/systemd/timesync/synchronized ] || stat -c %Y /run/systemd/timesync/synchronized
}
run stamp stamp

# Lines of a file that begin with one of the directives: path, line, text.
lines() {
    [ -e "$2" ] || return 0
    awk -v wanted="$1" '
        { gsub(/[[:cntrl:]]/, " "); sub(/^ +/, ""); word = tolower($1); sub(/=.*/, "", word) }
        index(wanted, " " word " ") { printf "%s\t%d\t%s\n", FILENAME, FNR, substr($0, 1, 300) }' "$2" || printf 'denied\t0\t%s\n' "$2"
}

chrony_words=' server pool peer refclock include confdir sourcedir allow port makestep maxchange '
# Files a line of the configuration includes: a pattern, or all of a kind in folders, where the first of a name counts.
included() {
    case $1 in
    include) for file in $2; do printf '%s\n' "$file"; done ;;
    *)
        seen=' '
        suffix=conf
        [ "$1" = confdir ] || suffix=sources
        for folder in $2; do
            for file in "$folder"/*."$suffix"; do
                case $seen in *" ${file##*/} "*) continue ;; esac
                seen="$seen${file##*/} "
                printf '%s\n' "$file"
            done
        done
        ;;
    esac
}
chrony_file() {
    lines "$chrony_words" "$1"
    lines ' include confdir sourcedir ' "$1" | while IFS=$tab read -r _ _ text; do
        # shellcheck disable=SC2086  # a list of folders
        set -- $text
        directive=$1
        shift
        included "$directive" "$*"
    done | sort -u | while IFS= read -r file; do
        case $file in *[[:cntrl:]]*) continue ;; esac
        lines "$chrony_words" "$file" </dev/null
    done
}
chrony() {
    for file in /etc/chrony/chrony.conf /etc/chrony.conf; do
        ! [ -e "$file" ] || { chrony_file "$file"; return; }
    done
}
run chrony chrony

ntp() {
    for file in /etc/ntpsec/ntp.conf /etc/ntp.conf /etc/openntpd/ntpd.conf /etc/ntpd.conf; do
        lines ' server servers pool peer restrict ' "$file"
    done
}
run ntp ntp

# systemd's configuration: one main file, then drop-ins by name; of files with one name only the first folder's counts.
merged() {
    for folder in /etc /run /usr/local/lib /usr/lib /lib; do
        [ -e "$folder/systemd/$1" ] || continue
        lines ' [time] ntp fallbackntp ' "$folder/systemd/$1"
        break
    done
    for folder in /etc /run /usr/local/lib /usr/lib /lib; do
        for file in "$folder/systemd/$1.d"/*.conf; do
            [ -e "$file" ] || continue
            case $file in *[[:cntrl:]]*) continue ;; esac
            printf '%s\t%s\n' "${file##*/}" "$file"
        done
    done | awk -F '\t' '!seen[$1]++' | LC_ALL=C sort | while IFS=$tab read -r _ file; do
        lines ' [time] ntp fallbackntp ' "$file" </dev/null
    done
}
run timesyncd merged timesyncd.conf

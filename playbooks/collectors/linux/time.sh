# shellcheck shell=sh disable=SC2016  # awk's own $
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
running=' '
for word in $EITS_SERVICES; do
    case $word in
    Id=*) unit=${word#Id=} ;;
    ActiveState=active) running="$running$unit " ;;
    esac
done
active() {
    for name in "$@"; do case $running in *" $name.service "*) return 0 ;; esac; done
    return 1
}
! active chrony chronyd || run tracking chronyc -n -c tracking
! active systemd-timesyncd || run timesync timedatectl show-timesync --all
! active ntp ntpd ntpsec || run variables ntpq -c 'rv 0 leap,stratum,reftime,offset,sys_offset'
# timesyncd makes this file when it has set the clock for the first time since boot.
stamp() {
    ! [ -e /run/systemd/timesync/synchronized ] || stat -c %Y /run/systemd/timesync/synchronized
}
run stamp stamp

# lines WORDS FILE...: the lines that begin with one of the directives: path, line, text.
lines() {
    wanted=$1
    shift
    plain '
        BEGIN { wanted = "'"$wanted"'" }
        { sub(/^ +/, ""); word = tolower($1); sub(/=.*/, "", word) }
        index(wanted, " " word " ") { print FILENAME, FNR, substr($0, 1, 300) }' "$@"
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
    done | sort -u | {
        set --
        while IFS= read -r file; do set -- "$@" "$file"; done
        lines "$chrony_words" "$@"
    }
}
chrony() {
    for file in /etc/chrony/chrony.conf /etc/chrony.conf; do
        ! [ -e "$file" ] || { chrony_file "$file"; return; }
    done
}
run chrony chrony

ntp() { lines ' server servers pool peer restrict ' /etc/ntpsec/ntp.conf /etc/ntp.conf /etc/openntpd/ntpd.conf /etc/ntpd.conf; }
run ntp ntp

timesyncd() {
    IFS='
'
    # shellcheck disable=SC2046 # split at newlines
    lines ' [time] ntp fallbackntp ' $(systemd_files timesyncd.conf)
}
run timesyncd timesyncd

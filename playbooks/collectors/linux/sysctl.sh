# shellcheck shell=sh
# Kernel parameters asked for: the value in force, and the lines of configuration files that set them at boot.
# budget: 10
# root: yes
# keys: names

TAB=$(printf '\t')
IFS='
'
set -f

# Names in the form of paths below /proc/sys: dots and slashes change places, so `eth0/100` is the interface eth0.100.
wanted() {
    for path in $(keys | tr './' '/.'); do
        case /$path/ in
        */../* | //*) ;;
        *) printf '%s\n' "$path" ;;
        esac
    done
}
EITS_WANTED=$(wanted)

in_force() {
    cd /proc/sys || return 1
    set +f
    # shellcheck disable=SC2086  # patterns become the names they stand for
    set -- $EITS_WANTED
    for path in "$@"; do
        shift
        if [ -f "$path" ] && [ -r "$path" ]; then set -- "$@" "$path"; fi
    done
    # One read(2) a file: the shell's own `read` takes a byte at a time, which many of these files answer only once.
    [ $# -eq 0 ] || grep -sH '' "$@"
}
run runtime in_force

# What there is, so that a parameter whose file gave nothing is not taken for one that is not there.
there() {
    cd /proc/sys || return 1
    set +f
    for path in $EITS_WANTED; do
        [ -f "$path" ] || continue
        if [ -r "$path" ]; then printf 'there\t%s\n' "$path"; else printf 'denied\t%s\n' "$path"; fi
    done
}
run there there

# The files that are read at boot: a word (what kind), the file's path, and where it really lies.
told() {
    case $2 in
    *[[:cntrl:]]*)
        printf 'odd\t%s\t\n' "${2%/*}"
        return
        ;;
    esac
    if [ -L "$2" ]; then real=$(readlink -f "$2") || real=; else real=$2; fi
    case $real in
    /dev/null) printf 'masked\t%s\t\n' "$2" ;;
    *[[:cntrl:]]*) printf 'odd\t%s\t\n' "$2" ;;
    *)
        if [ -r "$2" ]; then
            printf '%s\t%s\t%s\n' "$1" "$2" "$real"
        elif [ -e "$2" ]; then
            printf 'denied\t%s\t%s\n' "$2" "$real"
        fi
        ;;
    esac
}
files() {
    # SUSE keeps a file for each kernel; it is read before all others.
    told first "/boot/sysctl.conf-$(uname -r)"
    for folder in /etc/sysctl.d /run/sysctl.d /usr/local/lib/sysctl.d /usr/lib/sysctl.d /lib/sysctl.d; do
        [ -d "$folder" ] || continue
        if ! [ -r "$folder" ] || ! [ -x "$folder" ]; then
            printf 'denied\t%s\t%s\n' "$folder" "$folder"
            continue
        fi
        set +f
        for file in "$folder"/*.conf; do
            told drop-in "$file"
        done
        set -f
    done
    # systemd reads this file only through a link in one of the folders.
    [ -d /run/systemd/system ] || told last /etc/sysctl.conf
    if grep -q '^ENABLED=yes' /etc/ufw/ufw.conf 2>/dev/null; then
        told last "$(sed -n 's/^IPT_SYSCTL=//p' /etc/default/ufw 2>/dev/null)"
    fi
}
EITS_FILES=$(files)
told_files() { [ -z "$EITS_FILES" ] || printf '%s\n' "$EITS_FILES"; }
run files told_files

# File, line number and line, without comments. Two parameters hold secrets; of them only the name is sent.
settings() {
    set --
    for line in $EITS_FILES; do
        case $line in
        first* | drop-in* | last*)
            file=${line#*"$TAB"}
            set -- "$@" "${file%%"$TAB"*}"
            ;;
        esac
    done
    [ $# -eq 0 ] || awk '
        { gsub(/[[:cntrl:]]/, " "); sub(/^ +/, "") }
        $0 == "" || /^[#;]/ { next }
        /stable_secret|tcp_fastopen_key/ { sub(/=.*/, "") }
        { printf "%s\t%d\t%s\n", FILENAME, FNR, substr($0, 1, 400) }' "$@"
}
run settings settings

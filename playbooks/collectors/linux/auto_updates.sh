# shellcheck shell=sh
# Whether updates install themselves: apt's periodic jobs, unattended-upgrades' archives, dnf-automatic.
# budget: 10
# root: no
# keys: none

KEYS='(apt::periodic::[a-z-]*|unattended-upgrade::(allowed-origins|origins-pattern)(::)?)'
apt_config() { apt-config dump | grep -iE "^${KEYS}[ 	]" | tr -d '\001-\010\013-\037\177'; }
apt_files() {
    for file in /etc/apt/apt.conf.d/* /etc/apt/apt.conf; do
        case ${file##*/} in *[!A-Za-z0-9._-]*) continue ;; *.conf) ;; *.*) continue ;; esac
        [ ! -r "$file" ] || set -- "$@" "$file"
    done
    [ $# -eq 0 ] || awk '
        { line = tolower($0); gsub(/[\001-\010\013-\037\177]/, "") }
        line ~ /^[ \t]*(\/\/|#)/ { next }
        line ~ /apt::periodic|update-package-lists|unattended-upgrade"?[ \t]/ { printf "%s\t%d\t%s\n", FILENAME, FNR, substr($0, 1, 200) }' "$@"
}
dnf_automatic() {
    for file in /etc/dnf/automatic.conf /etc/dnf/dnf5-plugins/automatic.conf /usr/share/dnf5/dnf5-plugins/automatic.conf; do
        [ -r "$file" ] || continue
        awk -v file="$file" '/^[ \t]*(apply_updates|upgrade_type)[ \t]*=/ { printf "%s\t%d\t%s\n", file, NR, substr($0, 1, 200) }' "$file"
        return 0
    done | tr -d '\001-\010\013-\037\177'
}
if have apt-config; then
    run apt.config apt_config
    run apt.files apt_files
fi
run dnf dnf_automatic

# shellcheck shell=sh
# Libraries that are loaded into every program: ld.so.preload, and LD_PRELOAD in what sets everybody's environment.
# budget: 10
# root: yes
# keys: none

lines() {
    if [ -e /etc/ld.so.preload ]; then
        if [ -r /etc/ld.so.preload ]; then
            awk '{ sub(/#.*/, "") } NF { printf "/etc/ld.so.preload\t%d\t%s\n", NR, substr($0, 1, 1000) }' /etc/ld.so.preload
        else
            printf '/etc/ld.so.preload\t0\tdenied\n'
        fi
    fi
    for file in /etc/environment /etc/security/pam_env.conf /etc/environment.d/*.conf /usr/lib/environment.d/*.conf \
        /etc/systemd/system.conf /etc/systemd/system.conf.d/*.conf; do
        [ -f "$file" ] || continue
        case $file in *[[:cntrl:]]*) continue ;; esac
        [ -r "$file" ] || { printf '%s\t0\tdenied\n' "$file"; continue; }
        # Only the value of this one variable is told.
        set -- "$@" "$file"
    done
    [ $# -eq 0 ] || awk '
        /^[ \t]*#/ { next }
        match($0, /LD_PRELOAD[ \t]*=?[^;]*/) { printf "%s\t%d\t%s\n", FILENAME, FNR, substr(substr($0, RSTART, RLENGTH), 1, 1000) }' "$@"
}
preloads() { lines | tr -d '\001-\010\013-\037\177'; }
run preloads preloads

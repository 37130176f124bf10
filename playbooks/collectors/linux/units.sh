# shellcheck shell=sh
# systemd units: what is loaded and running, what starts at boot, what failed, from which files.
# budget: 45
# root: no
# keys: none

properties=Id,Names,LoadState,ActiveState,SubState,UnitFileState,FragmentPath,DropInPaths,Result,NRestarts,Type,ConditionResult,ConditionTimestampMonotonic
ask() {
    systemctl show --all --no-pager --property="$properties" '*.service' '*.socket' '*.timer' '*.path' '*.target' '*.mount' '*.automount'
}
loaded=$(ask 2>/dev/null) || loaded=''
told() { printf '%s\n' "$loaded"; }
if [ -n "$loaded" ]; then run -c 4194304 loaded told; else run -c 4194304 loaded ask; fi

# The state of the files of units that the manager does not hold in memory. Of the others it was told above, and to work out
# a file's state costs the manager more than all else that is asked of it.
others() {
    {
        told
        for folder in /etc/systemd/system.control /run/systemd/system.control /run/systemd/transient /run/systemd/generator.early \
            /etc/systemd/system /etc/systemd/system.attached /run/systemd/system /run/systemd/system.attached /run/systemd/generator \
            /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system /run/systemd/generator.late; do
            printf '%s\n' "$folder"/*
        done
    } | awk '
        /^Names=/ { names = substr($0, 7) }
        /^UnitFileState=./ { n = split(names, name, " "); for (i = 1; i <= n; i++) known[name[i]] = 1 }
        sub(/^\/.*\//, "") && /^[A-Za-z0-9:_.@\\-]+[.](service|socket|timer|path|target|mount|automount)$/ && !known[$0]++'
}
files() {
    if [ -n "$loaded" ]; then
        # shellcheck disable=SC2046 # names of units have no blanks
        set -- $(others)
        [ $# -gt 0 ] || return 0
    fi
    systemctl list-unit-files --full --no-legend --no-pager "$@"
}
run files files
run default systemctl get-default

# Words of the kernel's command line that start another system or a shell instead of the usual one; nothing else of it.
boot_words() {
    tr ' ' '\n' </proc/cmdline |
        grep -E '^(systemd\.debug[-_]shell(=.*)?|init=.*|rd\.break(=.*)?|systemd\.unit=.*|single|emergency|rescue|[1Ss])$'
}
run boot_words boot_words

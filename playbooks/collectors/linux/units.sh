# shellcheck shell=sh
# systemd units: what is loaded and running, what starts at boot, what failed, from which files.
# budget: 45
# root: no
# keys: none

properties=Id,Names,LoadState,ActiveState,SubState,UnitFileState,FragmentPath,DropInPaths,Result,NRestarts,Type,ConditionResult,ConditionTimestampMonotonic
run -c 4194304 loaded systemctl show --all --no-pager --property="$properties" \
    '*.service' '*.socket' '*.timer' '*.path' '*.target' '*.mount' '*.automount'
run files systemctl list-unit-files --full --no-legend --no-pager
run default systemctl get-default

# Words of the kernel's command line that start another system or a shell instead of the usual one; nothing else of it.
boot_words() {
    tr ' ' '\n' </proc/cmdline |
        grep -E '^(systemd\.debug[-_]shell(=.*)?|init=.*|rd\.break(=.*)?|systemd\.unit=.*|single|emergency|rescue|[1Ss])$'
}
run boot_words boot_words

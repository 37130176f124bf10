# shellcheck shell=sh
# systemd units: what is loaded and running, what starts at boot, what failed, from which files.
# budget: 20
# root: no
# keys: none

properties=Id,Names,LoadState,ActiveState,SubState,UnitFileState,FragmentPath,DropInPaths,Result,NRestarts,Type
run -c 4194304 loaded systemctl show --all --no-pager --property="$properties" \
    '*.service' '*.socket' '*.timer' '*.path' '*.target' '*.mount' '*.automount'
run files systemctl list-unit-files --full --no-legend --no-pager
run default systemctl get-default

# shellcheck shell=sh
# Services that still run code whose file was replaced or removed, as after an update without a restart.
# budget: 20
# root: yes
# keys: none

# UNIT<TAB>FILE. Only processes of services: those of containers and sessions are not the host's to restart.
stale() {
    # -s: a process may end meanwhile.
    grep -sE ' r-xp .* /(usr|lib|lib64|bin|sbin|opt)/.* \(deleted\)$' /proc/[0-9]*/maps | head -n 5000 |
        sed -n 's#^/proc/\([0-9]*\)/maps:[^/]*\(/.*\) (deleted)$#\1	\2#p' | sort -u | while IFS='	' read -r pid path; do
        unit=$(sed -n 's#^\(0::\|1:name=systemd:\)/system\.slice/\(.*/\)\{0,1\}\([^/]*\.service\)\(/.*\)\{0,1\}$#\3#p' "/proc/$pid/cgroup" 2>/dev/null)
        [ -z "$unit" ] || printf '%s\t%s\n' "$unit" "$path"
    done | tr -d '\001-\010\013-\037\177' | sort -u
}
run stale stale

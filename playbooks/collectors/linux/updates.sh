# shellcheck shell=sh
# Updates that wait to be installed, which of them are for security, and how old the lists are that say so.
# budget: 90
# root: no
# keys: none
# Nothing is refreshed and nothing written: the manager is asked what the lists it already has would bring.

if have apt-get; then
    # --ignore-hold: what is held back is outstanding all the same. Without these options apt writes its caches and
    # /var/log/apt/eipp.log.xz even when it only simulates.
    run -c 4194304 apt apt-get -s -q --ignore-hold -o Debug::NoLocking=1 -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
        -o Dir::Log::Planner=/dev/null -o APT::Get::Show-User-Simulation-Note=0 -o Acquire::Check-Valid-Until=0 dist-upgrade
    apt_lists() {
        for file in /var/lib/apt/lists/*Release; do
            [ -e "$file" ] || continue
            [ -r "$file" ] || { printf 'denied\t%s\n' "${file##*/}" | tr -d '\001-\010\013-\037\177'; continue; }
            awk '
                /^[ \t]/ { next }
                /^(Origin|Label|Suite|Codename|Date|Valid-Until):/ { sub(/:[ \t]*/, "\t"); print }
                /^(MD5Sum|SHA1|SHA256):/ { exit }' "$file" | tr -d '\001-\010\013-\037\177'
            printf '\n'
        done
    }
    run apt.lists apt_lists
elif have zypper; then
    run zypper printf 'present\n'
elif have dnf && ! have dnf5; then
    # -C: from the cache only, without refreshing it.
    run dnf dnf -q -C --setopt=build_cache=0 updateinfo list --updates
    dnf_lists() {
        for file in /var/cache/dnf/*/repodata/*updateinfo*; do
            [ ! -e "$file" ] || stat -c '%Y %n' -- "$file" | tr -d '\001-\010\013-\037\177'
        done
    }
    run dnf.lists dnf_lists
elif have dnf || have yum; then
    run other printf 'present\n'
fi

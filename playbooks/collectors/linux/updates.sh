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
    # apt gives a list the mirror's date; its inode changes with every refresh that succeeded, also without news.
    apt_lists() {
        stat -c '%Z %n' -- /var/lib/apt/lists/*Release | tr -d '\001-\010\013-\037\177' | awk '
            {
                file = $0
                sub(/^[0-9]+ /, "", file)
                if ((state = getline line <file) < 0) { sub(/.*\//, "", file); printf "denied\t%s\n\n", file; next }
                printf "Fetched\t%s\n", $1
                for (; 0 < state; state = getline line <file) {
                    if (line ~ /^(MD5Sum|SHA1|SHA256):/) break
                    if (line !~ /^(Origin|Label|Suite|Codename|Date|Valid-Until):/) continue
                    sub(/:[ \t]*/, "\t", line)
                    gsub(/[\001-\010\013-\037\177]/, "", line)
                    print line
                }
                close(file)
                printf "\n"
            }'
    }
    run apt.lists apt_lists
else
    # When a repository was last fetched, or last found to have nothing new: then too the manager touches this file.
    fetched() {
        for file in /var/cache/dnf/*/repodata/*-primary.xml* /var/cache/libdnf5/*/repodata/*-primary.xml* \
            /var/cache/zypp/raw/*/repodata/repomd.xml /var/cache/dnf/*/repodata/*-updateinfo.xml*; do
            [ ! -e "$file" ] || stat -c '%Y %n' -- "$file" | tr -d '\001-\010\013-\037\177'
        done
    }
    if have zypper; then
        run zypper printf 'present\n'
        run fetched fetched
    elif have dnf && ! have dnf5; then
        # -C: from the cache only, without refreshing it.
        run dnf dnf -q -C --setopt=build_cache=0 updateinfo list --updates
        run fetched fetched
    elif have dnf; then
        run other printf 'present\n'
        run fetched fetched
    elif have yum; then
        run other printf 'present\n'
    fi
fi

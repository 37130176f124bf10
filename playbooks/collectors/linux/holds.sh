# shellcheck shell=sh
# Packages that are kept back from updates: dpkg's holds, dnf's locks and exclusions, zypper's locks.
# budget: 10
# root: no
# keys: none

# NAME<TAB>FILE<TAB>LINE; dpkg keeps its holds in no line of their own.
holds() {
    if have dpkg-query && [ -d /var/lib/dpkg ]; then
        # shellcheck disable=SC2016  # dpkg-query's own variables
        dpkg-query -W -f='${db:Status-Abbrev}\t${Package}\n' | sed -n 's#^h.*	\(.*\)$#\1	-	0#p'
    fi
    for file in /etc/dnf/plugins/versionlock.list /etc/yum/pluginconf.d/versionlock.list; do
        [ ! -r "$file" ] || awk -v file="$file" '/^[ \t]*[^# \t]/ { print $1 "\t" file "\t" NR }' "$file"
    done
    for file in /etc/dnf/dnf.conf /etc/yum.conf /etc/yum.repos.d/*.repo; do
        { [ -r "$file" ] && [ ! -L "$file" ]; } || continue
        case $file in *[[:cntrl:]]*) continue ;; esac
        EITS_FILE=$file awk '/^[ \t]*(exclude|excludepkgs)[ \t]*=/ {
            sub(/^[^=]*=/, ""); gsub(/,/, " "); n = split($0, names, /[ \t]+/)
            for (i = 1; i <= n; i++) if (names[i] != "") print names[i] "\t" ENVIRON["EITS_FILE"] "\t" NR
        }' "$file"
    done
    # dnf 5's locks are nested TOML: that there are some is told, and not which.
    [ ! -s /etc/dnf/versionlock.toml ] || printf '/etc/dnf/versionlock.toml is not read\n'
    [ ! -r /etc/zypp/locks ] || awk '/^solvable_name:/ { print $2 "\t/etc/zypp/locks\t" NR }' /etc/zypp/locks
}
run holds holds

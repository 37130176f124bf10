# The tree's sources are those of the machine that built it: whatever its mirror is called, here it is deb.debian.org.
host=$(sed -n 's#^deb.*http[s]*://\([^/ ]*\).*#\1#p' /etc/apt/sources.list | head -n 1)
if [ -n "$host" ] && [ "$host" != deb.debian.org ]; then
    sed -i "s#://$host/#://deb.debian.org/#" /etc/apt/sources.list
    for list in /var/lib/apt/lists/"$host"_*; do mv "$list" "/var/lib/apt/lists/deb.debian.org_${list#*/"$host"_}"; done
fi

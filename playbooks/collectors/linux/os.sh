# shellcheck shell=sh
# What the system is: release, kernel, container or virtual machine, start time, locale.
# budget: 10
# root: no
# keys: none

for file in /etc/os-release /usr/lib/os-release; do
    [ -r "$file" ] || continue
    run release cat "$file"
    break
done
run kernel uname -srm
run hostname uname -n
run boot grep '^btime ' /proc/stat
if have systemd-detect-virt; then
    run container systemd-detect-virt --container
    run virtual systemd-detect-virt --vm
fi

# What tells of a container where systemd does not: a line per sign, its kind after the tab.
signs() {
    [ ! -e /.dockerenv ] || printf 'file\tdocker\n'
    [ ! -e /run/.containerenv ] || printf 'file\tpodman\n'
    [ ! -e /proc/vz ] || [ -e /proc/bc ] || printf 'file\topenvz\n'
    # Only the one variable is printed, when it is a plain word; the rest of this environment stays on the host.
    if init=$(tr '\0' '\n' 2>/dev/null </proc/1/environ); then
        printf 'read\tinit\n'
        printf '%s\n' "$init" | sed -n 's/^container=\([a-z0-9_-]*\)$/init\t\1/p'
    fi
    [ ! -r /run/systemd/container ] || sed -n '1s/^\([a-z0-9_-]*\)$/systemd\t\1/p' /run/systemd/container
    [ ! -d /var/run/secrets/kubernetes.io ] || printf 'file\tkubernetes\n'
}
run signs signs

locale_settings() {
    for file in /etc/locale.conf /etc/default/locale /etc/sysconfig/i18n /etc/sysconfig/language; do
        [ -r "$file" ] || continue
        grep -E '^(export )?(LANG|RC_LANG)=' "$file" /dev/null
        return
    done
}
run locale locale_settings

# Last, because it may ask a name server.
run fqdn hostname -f

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
run hostname hostname -f
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
    # The variable is printed only when it is one plain word; the rest of this environment stays on the host.
    [ ! -r /proc/1/environ ] || tr '\0' '\n' </proc/1/environ | sed -n 's/^container=\([a-z0-9_-]*\)$/env\t\1/p'
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

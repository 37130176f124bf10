# shellcheck shell=sh
# What a restart would bring into force: the flag that asks for one, and kernels newer than the one that runs.
# budget: 15
# root: no
# keys: none

run running uname -rv
flag() {
    for file in /run/reboot-required /var/run/reboot-required; do
        [ -e "$file" ] || continue
        stat -c '%Y' -- "$file"
        [ ! -r "$file.pkgs" ] || sort -u "$file.pkgs" | head -n 50 | tr -d '\001-\011\013-\037\177'
        return 0
    done
}
run flag flag
# Each kernel with the time its image's entry last changed: when it was installed.
kernels() {
    for directory in /lib/modules/*; do
        [ -e "$directory/modules.dep" ] || continue
        release=${directory##*/}
        case $release in *[!A-Za-z0-9._+~-]*) continue ;; esac
        for image in "/boot/vmlinuz-$release" "$directory/vmlinuz" "/boot/vmlinux-$release" "/boot/Image-$release"; do
            [ -e "$image" ] || continue
            printf '%s\t%s\n' "$(stat -c %Z -- "$image")" "$release"
            break
        done
    done
}
run kernels kernels
if have dpkg-query; then
    # shellcheck disable=SC2016
    image() { dpkg-query -W -f='${db:Status-Abbrev}\t${Version}\n' "linux-image-$(uname -r)" 2>/dev/null || :; }
    run image image
fi
patches() { for patch in /sys/kernel/livepatch/*/enabled; do [ ! -r "$patch" ] || cat "$patch"; done; }
run patches patches

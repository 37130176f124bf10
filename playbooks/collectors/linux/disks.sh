# shellcheck shell=sh
# Block devices as a tree: what lies on what, which layer encrypts; and what each mounted file system and swap lies on.
# budget: 10
# root: yes
# keys: none

# Name, number, kind (of device mapper the first word of its UUID), what it lies on, transport, removable.
blocks() {
    for folder in /sys/class/block/*; do
        [ -r "$folder/dev" ] || continue
        name=${folder##*/}
        IFS= read -r number <"$folder/dev" || number=
        kind='disk'
        below=
        [ ! -e "$folder/partition" ] || kind='partition'
        case $name in
        zram*) kind='zram' ;;
        ram*) continue ;;
        loop*) kind='loop' ;;
        esac
        if [ -r "$folder/dm/uuid" ]; then
            uuid=
            IFS= read -r uuid <"$folder/dm/uuid" || :
            kind=dm-${uuid%%-*}
            rest=${uuid#*-}
            [ "$kind" != dm-CRYPT ] || kind=$kind-${rest%%-*}
        fi
        for slave in "$folder"/slaves/*; do
            if [ -e "$slave" ]; then below="$below ${slave##*/}"; fi
        done
        real=$(cd -P "$folder" && pwd -P)
        if [ "$kind" = partition ]; then
            above=${real%/*}
            below=" ${above##*/}"
        fi
        # A disk that nothing fills (an empty loop device, a card reader) has no size.
        size=0
        if [ -r "$folder/size" ]; then IFS= read -r size <"$folder/size" || :; fi
        [ "$size" != 0 ] || continue
        case $real in
        */usb[0-9]*) transport='usb' ;;
        */session[0-9]*) transport='iscsi' ;;
        */rport-*) transport='fc' ;;
        */mmc_host/*)
            transport='mmc'
            ! grep -qsx SD "${real%%/block/*}/type" || transport='sd'
            ;;
        *) transport='-' ;;
        esac
        printf '%s\t%s\t%s\t%s\t%s\n' "$name" "$number" "$kind" "${below# }" "$transport"
    done
}
run blocks blocks

# What is mounted and swapped on, by the number and the path of its device; the devices of each btrfs.
uses() {
    awk '{
        for (i = 7; i <= NF && $i != "-"; i++);
        if (i <= NF) printf "mount\t%s\t%s\t%s\t%s\n", $3, $5, $(i + 1), $(i + 2)
    }' /proc/self/mountinfo
    for folder in /sys/fs/btrfs/*/devices; do
        [ -d "$folder" ] || continue
        printf 'btrfs'
        for device in "$folder"/*; do printf '\t%s' "${device##*/}"; done
        printf '\n'
    done
    [ ! -r /proc/swaps ] || awk 'NR > 1 { printf "swap\t%s\t%s\n", $1, $2 }' /proc/swaps
}
run -c 4194304 uses uses
aliases() {
    for path in /dev/mapper/* /dev/root /dev/disk/by-uuid/* /dev/disk/by-label/*; do
        case $path in *[[:cntrl:]]*) continue ;; esac
        if [ -L "$path" ]; then printf '%s\t%s\n' "$path" "$(readlink -f "$path")"; fi
    done
}
run aliases aliases

zfs_encryption() {
    if have zfs && grep -qw zfs /proc/filesystems; then zfs list -H -o name,encryption -t filesystem,volume; fi
}
run zfs zfs_encryption

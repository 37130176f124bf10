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

# The header of each open LUKS device, without salts, digests and what a token holds.
headers() {
    for folder in /sys/class/block/dm-*; do
        [ -r "$folder/dm/uuid" ] || continue
        uuid=
        IFS= read -r uuid <"$folder/dm/uuid" || :
        case $uuid in CRYPT-LUKS[12]-*) ;; *) continue ;; esac
        name=
        IFS= read -r name <"$folder/dm/name" || :
        for slave in "$folder"/slaves/*; do
            [ -e "$slave" ] || continue
            device=/dev/${slave##*/}
            printf 'device\t%s\t%s\n' "$name" "$device"
            dump=$(cryptsetup luksDump "$device" 2>/dev/null)
            printf 'exit\t%s\n' "$?"
            printf '%s\n' "$dump" | awk '
                /^(Version|Cipher name|Cipher mode|MK bits):/ || /^[A-Z][a-z ]*:$/ || /^  [0-9]+: [a-z0-9-]+$/ ||
                    /^\t(cipher|Key|PBKDF|Keyslot):/ || /^Key Slot [0-9]: ENABLED/ { print "line\t" substr($0, 1, 100) }'
            for token in $(printf '%s\n' "$dump" | sed -n 's/^  \([0-9][0-9]*\): systemd-tpm2$/\1/p'); do
                if cryptsetup token export --token-id "$token" "$device" 2>/dev/null |
                    grep -q '"tpm2-pin" *: *true'; then pin=yes; else pin=no; fi
                printf 'pin\t%s\t%s\n' "$token" "$pin"
            done
        done
    done
}
run headers headers

# Which key opens which device at boot; of a key file its mode, owner and the number of the device it lies on.
crypttab() {
    [ -e /etc/crypttab ] || return 0
    awk '!/^[ \t]*(#|$)/ { gsub(/[[:cntrl:]]/, " "); printf "%d %s %s\n", NR, $1, $3 }' /etc/crypttab | while read -r number name key; do
        # Without a key file systemd looks here.
        case $key in
        '' | none | -) [ ! -e "/etc/cryptsetup-keys.d/$name.key" ] || key=/etc/cryptsetup-keys.d/$name.key ;;
        esac
        case $key in
        /dev/*) printf '%s\t%s\t%s\tdevice\n' "$number" "$name" "$key" ;;
        /*)
            if status=$(stat -L -c '%a:%u:%d' -- "$key" 2>/dev/null); then
                printf '%s\t%s\t%s\t%s\n' "$number" "$name" "$key" "$status"
            elif [ -e "$key" ]; then
                printf '%s\t%s\t%s\tunseen\n' "$number" "$name" "$key"
            else
                printf '%s\t%s\t%s\tgone\n' "$number" "$name" "$key"
            fi
            ;;
        *) printf '%s\t%s\t%s\tasked\n' "$number" "$name" "${key:-none}" ;;
        esac
    done
}
run crypttab crypttab

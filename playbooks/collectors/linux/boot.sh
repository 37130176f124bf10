# shellcheck shell=sh
# Firmware and boot loader: UEFI Secure Boot, and whether the boot menu is protected by a password.
# budget: 10
# root: yes
# keys: none

# The first byte after a variable's attributes. 605dab50… are shim's variables, 8be4df61… those of UEFI itself.
variable() {
    if [ -r "$2" ]; then
        printf '%s\t%s\n' "$1" "$(od -An -tu1 -j4 -N1 "$2" | tr -d ' ')"
    elif [ -e "$2" ]; then
        printf '%s\tdenied\n' "$1"
    fi
}
firmware() {
    if [ ! -d /sys/firmware/efi ]; then
        printf 'firmware\tother\n'
        return
    fi
    printf 'firmware\tuefi\n'
    set -- /sys/firmware/efi/efivars/*
    if [ -e "$1" ]; then printf 'variables\tthere\n'; fi
    variable secure /sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c
    variable setup /sys/firmware/efi/efivars/SetupMode-8be4df61-93ca-11d2-aa0d-00e098032b8c
    variable unchecked /sys/firmware/efi/efivars/MokSBStateRT-605dab50-e046-4300-abb6-3dd810dd8b23
}
run firmware firmware

# GRUB's menu, line by line, but only what tells of its protection; hashes stay on the host.
menu() {
    for file in /boot/grub/grub.cfg /boot/grub2/grub.cfg /boot/efi/EFI/*/grub.cfg; do
        case $file in *[[:cntrl:]]*) continue ;; esac
        if [ -r "$file" ]; then
            awk '
                function say(what) { printf "%s\t%d\t%s\n", FILENAME, FNR, what }
                BEGIN { printf "%s\t0\tread\n", ARGV[1] }
                /^[ \t]*set[ \t]+superusers=/ {
                    names = $0
                    sub(/^[^=]*=/, "", names)
                    gsub(/["'"'"' \t]/, "", names)
                    if (names != "") say("superusers")
                }
                /^[ \t]*password_pbkdf2[ \t]/ { say($0 ~ /GRUB2_PASSWORD/ ? "password_file" : "pbkdf2") }
                /^[ \t]*password[ \t]/ { say("plain") }
                /^[ \t]*(menuentry|submenu)[ \t]/ { say($0 ~ /--unrestricted/ ? "entry_unrestricted" : "entry") }' "$file"
        elif [ -e "$file" ]; then
            printf '%s\t0\tdenied\n' "$file"
        fi
    done
    for file in /boot/grub2/user.cfg /boot/efi/EFI/*/user.cfg; do
        case $file in *[[:cntrl:]]*) continue ;; esac
        if [ -r "$file" ]; then
            awk '/^GRUB2_PASSWORD=grub[.]pbkdf2[.]/ { printf "%s\t%d\tuser_password\n", FILENAME, FNR }' "$file"
        elif [ -e "$file" ]; then
            printf '%s\t0\tdenied\n' "$file"
        fi
    done
    for folder in /boot /boot/grub /boot/grub2 /boot/efi; do
        if [ -d "$folder" ] && ! [ -x "$folder" ]; then printf '%s\t0\tdenied\n' "$folder"; fi
    done
}
run menu menu

systemd_boot() {
    for file in /boot/loader/loader.conf /boot/efi/loader/loader.conf /efi/loader/loader.conf; do
        [ -r "$file" ] || continue
        printf '%s\t0\tread\n' "$file"
        awk '$1 == "editor" { gsub(/[^a-z0-9]/, "", $2); printf "%s\t%d\teditor %s\n", FILENAME, FNR, $2 }' "$file"
    done
}
run systemd_boot systemd_boot

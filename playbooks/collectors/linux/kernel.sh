# shellcheck shell=sh
# The running kernel's own protections: boot arguments, CPU flaws and their mitigations, lockdown, module signatures.
# budget: 10
# root: yes
# keys: none

run release uname -rm

# Only arguments that switch protections leave the host; others may hold passwords or keys. What is quoted is data.
arguments() {
    awk '
        FNR == 1 { every = FILENAME ~ /\/cmdline$/ }
        BEGIN {
            known = "^(mitigations|nopti|pti|kpti|nospectre_v1|nospectre_v2|nospectre_bhb|spectre_v2|spectre_v2_user|" \
                "spectre_bhi|spec_store_bypass_disable|nospec_store_bypass_disable|ssbd|l1tf|mds|tsx_async_abort|tsx|" \
                "mmio_stale_data|retbleed|srbds|gather_data_sampling|spec_rstack_overflow|reg_file_data_sampling|" \
                "indirect_target_selection|tsa|vmscape|kvm_intel.vmentry_l1d_flush|nosmt|nosmep|nosmap|nokaslr|" \
                "norandmaps|noexec|noexec32|rodata|selinux|enforcing|apparmor|security|lsm|audit|audit_backlog_limit|" \
                "lockdown|module.sig_enforce|iommu|intel_iommu|amd_iommu|init_on_alloc|init_on_free|slab_nomerge|" \
                "page_alloc.shuffle|randomize_kstack_offset|vsyscall|nousb|usbcore.nousb|ipv6.disable)$"
        }
        every || /^[ \t]*(linux|linux16|linuxefi|options|kernelopts=|GRUB_CMDLINE_LINUX(_DEFAULT)?=)/ {
            line = $0
            if (line ~ /^GRUB_CMDLINE|^kernelopts=/) {
                sub(/^[A-Za-z_]*=/, "", line)
                gsub(/["'"'"']/, " ", line)
            }
            gsub(/"[^"]*"/, "", line)
            count = split(line, words, /[ \t]+/)
            for (i = 1; i <= count && words[i] != "--"; i++) {
                name = words[i]
                sub(/=.*/, "", name)
                gsub(/-/, "_", name)
                value = words[i] ~ /=/ ? substr(words[i], index(words[i], "=")) : ""
                gsub(/[^A-Za-z0-9_=.,:;+-]/, "", value)
                if (name ~ known) printf "%s\t%d\t%s%s\n", FILENAME, FNR, name, substr(value, 1, 100)
            }
        }' "$@"
}
run arguments arguments /proc/cmdline

# The same of what the next boot will use: boot entries, and the files they are made of.
configured() {
    for file in /boot/grub/grub.cfg /boot/grub2/grub.cfg /boot/grub2/grubenv /boot/loader/entries/*.conf \
        /boot/efi/loader/entries/*.conf /efi/loader/entries/*.conf /etc/default/grub /etc/default/grub.d/*.cfg \
        /etc/kernel/cmdline; do
        case $file in *[[:cntrl:]]*) continue ;; esac
        [ ! -r "$file" ] || set -- "$@" "$file"
    done
    [ $# -eq 0 ] || arguments "$@"
}
run configured configured

# Places of the above that are there and may not be read.
unread() {
    for place in /boot /boot/grub /boot/grub2 /boot/loader/entries /boot/efi /efi /etc/default/grub.d; do
        if [ -d "$place" ] && { ! [ -r "$place" ] || ! [ -x "$place" ]; }; then printf '%s\n' "$place"; fi
    done
    for place in /boot/grub/grub.cfg /boot/grub2/grub.cfg /boot/grub2/grubenv /etc/default/grub /etc/kernel/cmdline; do
        if [ -e "$place" ] && ! [ -r "$place" ]; then printf '%s\n' "$place"; fi
    done
}
run unread unread

processor() { sed -n -e '/^flags[[:space:]]*:/{p;q;}' /proc/cpuinfo; }
run processor processor
run vulnerabilities grep -sH '' /sys/devices/system/cpu/vulnerabilities/*

# A line per thing that was looked at: its name, there or absent or denied, its text.
look() {
    if [ -r "$2" ]; then
        printf '%s\tthere\t%s\n' "$1" "$(head -c 300 "$2" | tr -d '[:cntrl:]')"
    elif [ -e "$2" ]; then
        printf '%s\tdenied\t\n' "$1"
    elif [ -d "$3" ]; then
        printf '%s\tabsent\t\n' "$1"
    fi
}
states() {
    # A kernel that does not know securityfs has no security modules; one that does may lack the mount.
    none=/
    ! grep -qw securityfs /proc/filesystems || none=
    look lsm /sys/kernel/security/lsm "$none"
    [ ! -e /sys/kernel/security/lsm ] || none=/
    look lockdown /sys/kernel/security/lockdown "$none"
    look sig_enforce /sys/module/module/parameters/sig_enforce /sys/module/kernel
    if [ -e /proc/modules ]; then printf 'loadable\tthere\t\n'; else printf 'loadable\tabsent\t\n'; fi
    look taint /proc/sys/kernel/tainted /proc/sys/kernel
}
run states states

tainting() {
    for file in /sys/module/*/taint; do
        [ -r "$file" ] || continue
        IFS= read -r letters <"$file" || continue
        name=${file%/taint}
        [ -z "$letters" ] || printf '%s\t%s\n' "${name##*/}" "$letters"
    done
}
run tainting tainting

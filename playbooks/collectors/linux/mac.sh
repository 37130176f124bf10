# shellcheck shell=sh
# Mandatory access control: AppArmor's profiles, SELinux's mode and policy, and which processes either confines.
# budget: 15
# root: yes
# keys: none

apparmor() {
    if [ ! -r /sys/module/apparmor/parameters/enabled ]; then
        printf 'enabled\tabsent\n'
        return
    fi
    printf 'enabled\t%s\n' "$(head -c 10 /sys/module/apparmor/parameters/enabled)"
    [ -d /sys/kernel/security/apparmor ] || printf 'mounted\tno\n'
}
run apparmor apparmor

# A profile's name and mode a line, as the kernel prints them: `/usr/sbin/cupsd (enforce)`.
if [ -e /sys/kernel/security/apparmor/profiles ]; then
    run profiles cat /sys/kernel/security/apparmor/profiles
fi
selinux() {
    if grep -qw selinuxfs /proc/filesystems; then printf 'kernel\tyes\n'; else printf 'kernel\tno\n'; fi
    [ ! -r /sys/fs/selinux/enforce ] || printf 'enforce\t%s\n' "$(head -c 10 /sys/fs/selinux/enforce)"
    # Without a policy the file system of SELinux is there, but it knows no classes.
    [ ! -d /sys/fs/selinux/class/process ] || printf 'policy\tloaded\n'
    [ ! -r /sys/fs/selinux/booleans/deny_ptrace ] ||
        printf 'deny_ptrace\t%s\n' "$(head -c 1 /sys/fs/selinux/booleans/deny_ptrace)"
    [ ! -e /.autorelabel ] || printf 'autorelabel\tyes\n'
    [ ! -e /etc/selinux/config ] || [ -r /etc/selinux/config ] || printf 'config\tdenied\n'
    [ ! -r /etc/selinux/config ] || awk '
        /^[ \t]*SELINUX(TYPE)?=/ { gsub(/[[:cntrl:]]/, " "); printf "line %d\t%s\n", FNR, substr($0, 1, 100) }
    ' /etc/selinux/config
}
run selinux selinux

# Each process with the label of its confinement: number, label, name. The kernel's own threads have no program.
processes() {
    for folder in /proc/[0-9]*; do
        [ -e "$folder/exe" ] || continue
        label=
        if [ -r "$folder/attr/apparmor/current" ]; then
            IFS= read -r label 2>/dev/null <"$folder/attr/apparmor/current" || :
        fi
        if [ -z "$label" ]; then IFS= read -r label 2>/dev/null <"$folder/attr/current" || :; fi
        [ -n "$label" ] || continue
        name=
        IFS= read -r name 2>/dev/null <"$folder/comm" || continue
        printf '%s\t%s\t%s\n' "${folder#/proc/}" "$label" "$name"
    done | tr -d '\000-\010\013-\037\177'
}
run processes processes
# Domains made permissive one by one are modules of the policy's store, which root alone may read.
permissive() {
    for folder in /var/lib/selinux/*/active/modules/*/permissive_* /etc/selinux/*/active/modules/*/permissive_*; do
        case $folder in *[[:cntrl:]]*) continue ;; esac
        if [ -d "$folder" ]; then printf '%s\n' "${folder##*/permissive_}"; fi
    done
}
run permissive permissive

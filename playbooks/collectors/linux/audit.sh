# shellcheck shell=sh
# The audit subsystem: its state, the rules the kernel has loaded, and auditd's settings.
# budget: 10
# root: yes
# keys: none

run status auditctl -s
run rules auditctl -l

# Settings of auditd: path, line, text. Mail addresses and servers are left out.
settings() {
    file=/etc/audit/auditd.conf
    [ -e "$file" ] || return 0
    awk '
        { gsub(/[[:cntrl:]]/, " ") }
        tolower($0) ~ /^ *(write_logs|log_file|log_group|max_log_file|max_log_file_action|num_logs|space_left|space_left_action|admin_space_left|admin_space_left_action|disk_full_action|disk_error_action|flush) *=/ {
            printf "%s\t%d\t%s\n", FILENAME, FNR, substr($0, 1, 300)
        }' "$file" || printf 'denied\t0\t%s\n' "$file"
}
run settings settings

# Which of the files that rules are about this host has.
there() {
    for path in /etc/passwd /etc/shadow /etc/group /etc/gshadow /etc/security/opasswd /etc/nsswitch.conf /etc/pam.conf \
        /etc/pam.d /etc/sudoers /etc/sudoers.d /etc/selinux /etc/apparmor /etc/apparmor.d /etc/localtime /etc/hosts \
        /etc/hostname /etc/issue /etc/issue.net /etc/network /etc/netplan /etc/NetworkManager \
        /etc/sysconfig/network-scripts /var/log/lastlog /var/log/wtmp /var/log/btmp /var/run/utmp /var/run/faillock; do
        ! [ -e "$path" ] || printf '%s\n' "$path"
    done
}
run there there

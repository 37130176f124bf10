# shellcheck shell=sh
# USB: whether the host has it, and which devices its rules let in.
# budget: 10
# root: yes
# keys: none

# A bus and what becomes of a device that is plugged in: 1 is let in, 0 is not, 2 only what is built in.
buses() {
    [ -d /sys/bus/usb/devices ] || return 0
    printf 'usb\tthere\n'
    for folder in /sys/bus/usb/devices/usb*; do
        [ -r "$folder/authorized_default" ] || continue
        IFS= read -r default <"$folder/authorized_default" || continue
        printf '%s\t%s\n' "${folder##*/}" "$default"
    done
}
run buses buses

daemon() {
    file=/etc/usbguard/usbguard-daemon.conf
    if [ -r "$file" ]; then
        awk '/^[ \t]*(RuleFile|RuleFolder|ImplicitPolicyTarget|PresentDevicePolicy|InsertedDevicePolicy|IPCAllowedUsers|IPCAllowedGroups)=/ {
            gsub(/[[:cntrl:]]/, " ")
            printf "%s\t%d\t%s\n", FILENAME, FNR, substr($0, 1, 300)
        }' "$file"
    elif [ -e "$file" ] || { [ -d /etc/usbguard ] && ! [ -x /etc/usbguard ]; }; then
        printf '%s\t0\tdenied\n' "$file"
    fi
}
run daemon daemon

# Of the rules only what they do and whether they name any condition: serial numbers and hashes stay on the host.
rules() {
    for file in /etc/usbguard/rules.conf /etc/usbguard/rules.d/*.conf; do
        case $file in *[[:cntrl:]]*) continue ;; esac
        if [ -r "$file" ]; then
            awk '/^[ \t]*(allow|block|reject)([ \t]|$)/ {
                action = $1
                sub(/^[ \t]*[a-z]+[ \t]*/, "")
                sub(/^id[ \t]+\*:\*[ \t]*/, "")
                sub(/^\*:\*[ \t]*/, "")
                printf "%s\t%d\t%s\t%s\n", FILENAME, FNR, action, $0 == "" ? "any" : "some"
            }' "$file"
        elif [ -e "$file" ]; then
            printf '%s\t0\tdenied\t\n' "$file"
        fi
    done
}
run rules rules

# shellcheck shell=sh disable=SC2016  # awk's own $
# Logins that ask for nothing: display managers and terminals that log somebody in, guests, remote login screens.
# budget: 10
# root: no
# keys: none

# ini PROGRAM FILE...: the settings meant here, in the order the program reads its files:
# program, file, line, section, setting.
ini() {
    program=$1
    shift
    plain '
        BEGIN { program = "'"$program"'" }
        FNR == 1 { section = "" }
        /^ *[#;]/ { next }
        /^ *\[.*\]/ { section = $0; sub(/^ *\[/, "", section); sub(/\].*/, "", section); next }
        /^ *(AutomaticLogin|AutomaticLoginEnable|TimedLogin|TimedLoginEnable|Enable|User|autologin-user|autologin-guest|allow-guest|enabled|DISPLAYMANAGER_AUTOLOGIN|DISPLAYMANAGER_PASSWORD_LESS_LOGIN|DISPLAYMANAGER_REMOTE_ACCESS) *=/ {
            print program, FILENAME, FNR, section, $0
        }' "$@"
}
screens() {
    ini gdm /etc/gdm/custom.conf /etc/gdm3/daemon.conf /etc/gdm3/custom.conf
    ini lightdm /usr/share/lightdm/lightdm.conf.d/*.conf /etc/xdg/lightdm/lightdm.conf.d/*.conf \
        /etc/lightdm/lightdm.conf.d/*.conf /etc/lightdm/lightdm.conf
    ini sddm /usr/lib/sddm/sddm.conf.d/*.conf /etc/sddm.conf.d/*.conf /etc/sddm.conf
    ini suse /etc/sysconfig/displaymanager
}
# The start command of each terminal's unit, own before vendor's: unit, file, line, text; the last of a unit counts.
terminals() {
    for unit in getty@ serial-getty@ console-getty container-getty@ autovt@; do
        for directory in /usr/lib/systemd/system /lib/systemd/system /run/systemd/system /etc/systemd/system; do
            case $directory in /lib/*) [ ! -L /lib ] || continue ;; esac
            for file in "$directory/$unit"*.service "$directory/$unit"*.service.d/*.conf; do
                set -- "$@" "$file"
            done
        done
    done
    plain '
        function unit(    name) {
            name = FILENAME
            sub(/^.*\/systemd\/system\//, "", name)
            sub(/@.*/, "@", name)
            sub(/^console-getty.*/, "console-getty", name)
            return name
        }
        /^ *ExecStart *=/ { print unit(), FILENAME, FNR, $0 }' "$@"
    [ ! -r /etc/inittab ] || plain '/^[^#]*getty/ { print "inittab", FILENAME, FNR, $0 }' /etc/inittab
}
run screens screens
run terminals terminals

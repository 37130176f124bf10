# shellcheck shell=sh
# Settings of the password and account tools: login.defs, the defaults of useradd, libuser.
# budget: 5
# root: no
# keys: none

plain() { tr '\011\001-\010\013-\037\177' ' ?' <"$1"; }
# Vendor's file only where there is none of the host's own; then the drop-ins.
login_defs() {
    for file in /etc/login.defs /usr/etc/login.defs; do
        [ -e "$file" ] || continue
        plain "$file" | awk -v file="$file" '/^ *[A-Z][A-Z0-9_]*[ =]/ { printf "%s\t%d\t%s\n", file, NR, $0 }'
        break
    done
    for file in /usr/etc/login.defs.d/*.defs /etc/login.defs.d/*.defs; do
        [ -f "$file" ] || continue
        plain "$file" | awk -v file="$file" '/^ *[A-Z][A-Z0-9_]*[ =]/ { printf "%s\t%d\t%s\n", file, NR, $0 }'
    done
}
others() {
    for file in /etc/default/useradd /etc/libuser.conf; do
        [ -e "$file" ] || continue
        plain "$file" | awk -v file="$file" '
            /^ *(INACTIVE|SHELL|crypt_style) *=/ { printf "%s\t%d\t%s\n", file, NR, $0 }'
    done
}
run login_defs login_defs
run others others

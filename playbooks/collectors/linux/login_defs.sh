# shellcheck shell=sh disable=SC2016  # awk's own $
# Settings of the password and account tools: login.defs, the defaults of useradd, libuser.
# budget: 5
# root: no
# keys: none

# Vendor's file only where there is none of the host's own; then the drop-ins.
login_defs() {
    first=/usr/etc/login.defs
    [ ! -e /etc/login.defs ] || first=/etc/login.defs
    plain '/^ *[A-Z][A-Z0-9_]*[ =]/ { print FILENAME, FNR, $0 }' "$first" /usr/etc/login.defs.d/*.defs /etc/login.defs.d/*.defs
}
others() { plain '/^ *(INACTIVE|SHELL|crypt_style) *=/ { print FILENAME, FNR, $0 }' /etc/default/useradd /etc/libuser.conf; }
run login_defs login_defs
run others others

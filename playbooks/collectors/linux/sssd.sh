# shellcheck shell=sh disable=SC2016  # awk's own $
# Where accounts come from besides the local files: the domains of SSSD and nslcd, and whether the way there is protected.
# budget: 5
# root: yes
# keys: none

programs() { for name in sssd nslcd; do ! have "$name" || printf '%s\n' "$name"; done; }

# file, line, section, setting; only those meant here, no bind password.
sssd() {
    plain '
        FNR == 1 { section = "" }
        /^ *[#;]/ { next }
        /^ *\[.*\]/ { section = $0; sub(/^ *\[/, "", section); sub(/\].*/, "", section); print FILENAME, FNR, section, ""; next }
        /^ *(domains|enabled|id_provider|auth_provider|ldap_uri|ldap_backup_uri|ldap_id_use_start_tls|ldap_tls_reqcert|ldap_sasl_mech|ldap_auth_disable_tls_never_use_in_production|ad_use_ldaps) *=/ {
            print FILENAME, FNR, section, $0
        }' /etc/sssd/sssd.conf /etc/sssd/conf.d/*.conf
    # A directory that may not be opened hides its files.
    [ ! -d /etc/sssd ] || [ -x /etc/sssd ] || printf 'denied\t/etc/sssd\n'
}
nslcd() {
    plain 'tolower($1) ~ /^(uri|ssl|tls_reqcert|sasl_mech)$/ { print FILENAME, FNR, tolower($1), $0 }' \
        /etc/nslcd.conf /etc/ldap/ldap.conf /etc/openldap/ldap.conf
}
run programs programs
run sssd sssd
run nslcd nslcd

# shellcheck shell=sh
# Where accounts come from besides the local files: the domains of SSSD and nslcd, and whether the way there is protected.
# budget: 5
# root: yes
# keys: none

plain() { tr '\011\001-\010\013-\037\177' ' ?' <"$1"; }

programs() { for name in sssd nslcd; do ! have "$name" || printf '%s\n' "$name"; done; }

# file, line, section, setting; only those meant here, no bind password.
sssd() {
    for file in /etc/sssd/sssd.conf /etc/sssd/conf.d/*.conf; do
        [ -e "$file" ] || continue
        if ! [ -r "$file" ]; then printf 'denied\t%s\n' "$file"; continue; fi
        plain "$file" | awk -v OFS='\t' -v file="$file" '
            /^ *[#;]/ { next }
            /^ *\[.*\]/ { section = $0; sub(/^ *\[/, "", section); sub(/\].*/, "", section); print file, NR, section, ""; next }
            /^ *(domains|enabled|id_provider|auth_provider|ldap_uri|ldap_backup_uri|ldap_id_use_start_tls|ldap_tls_reqcert|ldap_sasl_mech|ldap_auth_disable_tls_never_use_in_production|ad_use_ldaps) *=/ {
                print file, NR, section, $0
            }'
    done
    # A directory that may not be opened hides its files.
    [ ! -d /etc/sssd ] || [ -x /etc/sssd ] || printf 'denied\t/etc/sssd\n'
}
nslcd() {
    for file in /etc/nslcd.conf /etc/ldap/ldap.conf /etc/openldap/ldap.conf; do
        [ -e "$file" ] || continue
        if ! [ -r "$file" ]; then printf 'denied\t%s\n' "$file"; continue; fi
        plain "$file" | awk -v OFS='\t' -v file="$file" '
            tolower($1) ~ /^(uri|ssl|tls_reqcert|sasl_mech)$/ { print file, NR, tolower($1), $0 }'
    done
}
run programs programs
run sssd sssd
run nslcd nslcd

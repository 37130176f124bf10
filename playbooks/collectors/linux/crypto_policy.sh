# shellcheck shell=sh
# The system-wide rules for cryptography: crypto-policies' state, and OpenSSL's own defaults with their lines.
# budget: 10
# root: no
# keys: none

policy() {
    for file in state/current config; do
        [ ! -r "/etc/crypto-policies/$file" ] || sed -n "/^[A-Za-z0-9]/{s#^#$file	#p;q;}" "/etc/crypto-policies/$file"
    done
}
run policy policy
openssl_settings() {
    for file in /etc/pki/tls/openssl.cnf /etc/ssl/openssl.cnf; do
        [ -r "$file" ] || continue
        awk -v file="$file" '
            /^[ \t]*(\[|openssl_conf[ \t]*=|ssl_conf[ \t]*=|system_default[ \t]*=|\.include|(TLS\.)?MinProtocol[ \t]*=|CipherString[ \t]*=)/ {
                printf "%s\t%d\t%s\n", file, NR, substr($0, 1, 300)
            }' "$file" | tr -d '\001-\010\013-\037\177'
        return 0
    done
}
run openssl openssl_settings
# The level OpenSSL was built with is among its compiler's flags, where the distribution set one.
built() { openssl version -v -f | grep -oE '^OpenSSL [0-9.]+|OPENSSL_TLS_SECURITY_LEVEL=[0-9]'; }
if have openssl; then run built built; fi

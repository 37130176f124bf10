# shellcheck shell=sh
# Certificates that services of this host are configured to use: class, key size and expiry. Keys are never read.
# budget: 20
# root: yes
# keys: none

EITS_MOST=60 # certificates looked at

# Lines of configuration that name a certificate: REFERENCE<TAB>FILE<TAB>LINE.
references() {
    for file in /etc/nginx/nginx.conf /etc/nginx/conf.d/* /etc/nginx/sites-enabled/* /etc/nginx/snippets/* \
        /etc/apache2/sites-enabled/* /etc/apache2/mods-enabled/* /etc/httpd/conf/httpd.conf /etc/httpd/conf.d/*.conf \
        /etc/postfix/main.cf /etc/dovecot/dovecot.conf /etc/dovecot/conf.d/*.conf /etc/haproxy/haproxy.cfg \
        /etc/lighttpd/lighttpd.conf /etc/lighttpd/conf-enabled/* /etc/vsftpd.conf /etc/vsftpd/vsftpd.conf \
        /etc/mysql/mariadb.conf.d/*.cnf /etc/mysql/my.cnf /etc/my.cnf /etc/my.cnf.d/*.cnf /etc/rsyslog.conf /etc/rsyslog.d/*.conf; do
        [ -f "$file" ] || continue
        case $file in *[[:cntrl:]]*) continue ;; esac
        [ -r "$file" ] || { printf 'denied\t%s\t0\n' "$file"; continue; }
        set -- "$@" "$file"
    done
    [ $# -eq 0 ] || awk '
            function say(text) {
                sub(/^[ \t="<]+/, "", text); sub(/[ \t";,].*$/, "", text); sub(/\047.*$/, "", text)
                if (text != "" && text != "none") printf "%s\t%s\t%d\n", substr(text, 1, 400), FILENAME, FNR
            }
            /^[ \t]*[#;]/ { next }
            match($0, /^[ \t]*(ssl_certificate|SSLCertificateFile|smtpd_tls_cert_file|ssl_cert|ssl[.]pemfile|rsa_cert_file|ssl-cert|[$]DefaultNetstreamDriverCertFile)[ \t=<]/) {
                say(substr($0, RSTART + RLENGTH)); next
            }
            /^[ \t]*bind[ \t].*[ \t]ssl([ \t]|$)/ && match($0, /[ \t]crt[ \t]+/) { say(substr($0, RSTART + RLENGTH)) }' "$@"
}
EITS_SEEN=$(references | tr -d '\001-\010\013-\037\177')
run references printf '%s\n' "$EITS_SEEN"

certificates() {
    printf '%s\n' "$EITS_SEEN" | cut -f 1 | sort -u | grep '^/' | head -n "$EITS_MOST" | while IFS= read -r path; do
        printf 'cert\t%s\n' "$path"
        if [ -d "$path" ]; then
            printf '\tdirectory\n'
        elif [ ! -r "$path" ]; then
            if [ -e "$path" ]; then printf '\tdenied\n'; else printf '\tabsent\n'; fi
        else
            openssl x509 -in "$path" -noout -enddate -text </dev/null 2>/dev/null |
                grep -E '^notAfter=|^ *(Signature Algorithm|Public Key Algorithm|Hash Algorithm): |Public-Key: ' | sed 's/^ */	/' | head -n 8
        fi
    done
}
if have openssl; then run certificates certificates; fi

# shellcheck shell=sh disable=SC2016  # awk's own $
# Logging: journald's settings, what rsyslog writes and where it sends it, journal-upload, and other log agents that run.
# budget: 15
# root: yes
# keys: none

services() {
    systemctl show --property=Id,LoadState,ActiveState \
        systemd-journald.service rsyslog.service syslog.service syslog-ng.service systemd-journal-upload.service \
        filebeat.service elastic-agent.service fluent-bit.service fluentd.service td-agent.service vector.service \
        nxlog.service wazuh-agent.service SplunkForwarder.service alloy.service promtail.service \
        otelcol.service otelcol-contrib.service azuremonitoragent.service
}
run services services

settings() {
    IFS='
'
    # shellcheck disable=SC2046 # split at newlines
    plain '/^ *[A-Za-z]+ *=/ { print FILENAME, FNR, substr($0, 1, 300) }' $(systemd_files "$1")
}
run journald settings journald.conf
run upload settings journal-upload.conf

# Where this boot's journal lies.
journal() {
    read -r id </etc/machine-id || id=
    for folder in /var/log/journal /run/log/journal; do
        ! [ -d "$folder" ] || printf '%s\n' "$folder"
        [ -z "$id" ] || ! [ -e "$folder/$id/system.journal" ] || printf '%s/system.journal\n' "$folder"
    done
}
run journal journal

# rsyslog's statements: path, line, whether inside a block, text. Of its objects only the settings named here are sent,
# since others may hold passwords. A statement may stand on several lines.
statements() {
    awk '
        function say(text,   low, word, at, rest, out, name) {
            low = tolower(text)
            if (low ~ /^ *\$(actionsendstreamdriver|defaultnetstream|filecreatemode|includeconfig)/ ||
                low ~ /[ \t&](@@?|:omrelp:|:omfwd:)[^ \t]+[ \t]*$/ || low ~ /[ \t&]-?\/[^ \t]+[ \t]*$/) {
                print FILENAME "\t" start "\t" (0 < blocks) "\t" substr(text, 1, 300)
                return
            }
            if (!match(low, /(action|global|module|include)[ \t]*\(/)) return
            at = RSTART
            word = substr(low, RSTART, RLENGTH)
            gsub(/[ \t(]/, "", word)
            rest = substr(text, at + RLENGTH)
            out = substr(text, 1, at - 1) word "("
            while (match(rest, /[A-Za-z][A-Za-z0-9_.]*[ \t]*=[ \t]*("[^"]*"|\[[^]]*\])/)) {
                name = tolower(substr(rest, RSTART, RLENGTH))
                sub(/[ \t]*=.*/, "", name)
                if (index(allowed, " " name " ")) out = out " " substr(rest, RSTART, RLENGTH)
                rest = substr(rest, RSTART + RLENGTH)
            }
            print FILENAME "\t" start "\t" (0 < blocks) "\t" substr(out, 1, 1000)
        }
        BEGIN {
            allowed = " type target port protocol streamdriver streamdriver.name streamdrivermode streamdriver.mode" \
                " streamdriverauthmode streamdriver.authmode streamdriverpermittedpeers streamdriver.permittedpeers" \
                " defaultnetstreamdriver defaultnetstreamdrivercafile tls tls.authmode tls.permittedpeer tls.cacert" \
                " load file mode filecreatemode dynafile "
        }
        { gsub(/[[:cntrl:]]/, " ") }
        /^ *#/ { next }
        {
            line = $0
            sub(/[ \t]+#[^"]*$/, "", line)
            if (!open) { start = FNR; text = line } else text = text " " line
            bare = line
            gsub(/"[^"]*"/, "", bare)
            deep += gsub(/\(/, "", bare) - gsub(/\)/, "", bare)
            if (0 < deep && FNR - start < 100) { open = 1; next }
            deep = 0
            open = 0
            say(text)
            bare = text
            gsub(/"[^"]*"/, "", bare)
            blocks += gsub(/\{/, "", bare) - gsub(/\}/, "", bare)
        }' "$1" || printf 'denied\t0\t0\t%s\n' "$1"
}
EITS_DEPTH=0
read_file() {
    case $1 in *[[:cntrl:]]*) return ;; esac
    [ -f "$1" ] || return 0
    statements "$1"
    [ "$EITS_DEPTH" -lt 4 ] || return 0
    EITS_DEPTH=$((EITS_DEPTH + 1))
    sed -n -e 's/^[ 	]*\$[Ii]nclude[Cc]onfig[ 	]*\([^ 	]*\).*/\1/p' \
        -e 's/^[ 	]*include[ 	]*(.*file="\([^"]*\)".*/\1/p' "$1" | while IFS= read -r pattern; do
        for file in $pattern; do
            ! [ -d "$file" ] || continue
            read_file "$file" </dev/null
        done
    done
    EITS_DEPTH=$((EITS_DEPTH - 1))
}
run rsyslog read_file /etc/rsyslog.conf

# rsyslog's parts for TLS come in packages of their own; without them what the configuration says does not work.
drivers() {
    for file in /usr/lib/*/rsyslog/lmnsd_*.so /usr/lib64/rsyslog/lmnsd_*.so /usr/lib/rsyslog/lmnsd_*.so; do
        ! [ -e "$file" ] || printf '%s\n' "${file##*/}"
    done
}
run drivers drivers

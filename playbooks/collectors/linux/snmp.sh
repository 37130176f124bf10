# shellcheck shell=sh
# The SNMP agent: which kinds of access its configuration gives. Community names and keys are secrets and stay on the host.
# budget: 10
# root: yes
# keys: none

state() {
    if have snmpd; then echo installed; fi
    for folder in /proc/[0-9]*; do
        name='' && read -r name <"$folder/comm" && [ "$name" = snmpd ] && echo running && break
    done 2>/dev/null
}
run state state

# FILE<TAB>LINE<TAB>DIRECTIVE<TAB>"known" for a community everybody knows<TAB>SECURITY LEVEL<TAB>SOURCE
access() {
    for file in /etc/snmp/snmpd.conf /etc/snmp/snmpd.local.conf /etc/snmp/snmpd.conf.d/*.conf /usr/share/snmp/snmpd.conf \
        /var/lib/snmp/snmpd.conf /var/lib/net-snmp/snmpd.conf; do
        [ -f "$file" ] || continue
        case $file in *[!A-Za-z0-9._/-]*) continue ;; esac
        if [ ! -r "$file" ]; then
            printf '%s\t0\tdenied\t\t\t\n' "$file"
            continue
        fi
        tr -d '\001-\010\013-\037\177' <"$file" | NAME=$file awk '
            function say(known, level, from) {
                printf "%s\t%d\t%s\t%s\t%s\t%s\n", ENVIRON["NAME"], NR, word, known, level, from
            }
            function common(name) { return tolower(name) ~ /^"?(public|private|community|snmp|cisco|admin|default)"?$/ ? "known" : "" }
            function network(text) { return text ~ /^[A-Za-z0-9.:\/_-]*$/ ? text : "" }
            { word = tolower($1) }
            word ~ /^r[ow]community6?$/ { say(common($2), "", network($3)) }
            word ~ /^com2sec6?$/ { shift = ($2 == "-Cn") ? 2 : 0; say(common($(4 + shift)), "", network($(3 + shift))) }
            word ~ /^r[ow]user$/ {
                # rouser [-s MODEL] NAME [noauth|auth|priv]; without a word it is auth.
                shift = ($2 == "-s") ? 2 : 0
                level = tolower($(3 + shift))
                say("", level ~ /^(noauth|auth|priv)$/ ? level : "auth", "")
            }
            word == "authcommunity" { say(common($3), "", network($4)) }
            word == "access" { say("", tolower($5) ~ /^(noauth|auth|priv)/ ? tolower($5) : "", "") }'
    done
}
run access access

# shellcheck shell=sh
# The SSH server: whether it is in use, its effective settings, and the lines of its files that set them.
# budget: 15
# root: yes
# keys: none

server=$(command -v sshd)
newline=$(printf '\n.')
newline=${newline%.}
units=$(systemctl show --no-pager --property=Id,LoadState,ActiveState,UnitFileState,MainPID \
    ssh.service sshd.service ssh.socket sshd.socket 2>/dev/null)
code=$?
printf '%s\n' "$units" | emit units "$code"

# The listening daemon: systemd's main process of the unit, else the process of root with our process ids whose program is sshd.
daemon() {
    rest=$units
    while [ "$rest" != "${rest#*MainPID=}" ]; do
        rest=${rest#*MainPID=}
        pid=${rest%%"$newline"*}
        [ "$pid" = 0 ] || { echo "$pid" && return; }
    done
    own=$(readlink /proc/self/ns/pid)
    for folder in /proc/[0-9]*; do
        name='' && read -r name <"$folder/comm"
        [ "$name" = sshd ] || continue
        grep -q '^Uid:[[:space:]]*0[[:space:]]' "$folder/status" || continue
        [ "$(readlink "$folder/ns/pid" || echo "$own")" = "$own" ] || continue
        # A session's process has a title of another kind: "sshd: name [priv]".
        case $(tr '\0' ' ' <"$folder/cmdline") in
        'sshd: '*'[listener]'*) ;;
        'sshd: '*) continue ;;
        esac
        echo "${folder#/proc/}" && return
    done 2>/dev/null
}

# What the service would be started with, where no daemon runs (socket activation): the variables its unit knows.
configured_words() {
    systemctl show --no-pager --property=ExecStart ssh.service sshd.service 2>/dev/null | grep -q 'CRYPTO_POLICY' &&
        sed -n "s/^CRYPTO_POLICY='\(.*\)'\$/\1/p" /etc/crypto-policies/back-ends/opensshserver.config
    sed -n 's/^\(SSHD_OPTS\|OPTIONS\)=//p' /etc/default/ssh /etc/sysconfig/sshd /etc/sysconfig/ssh | tr -d "\"'"
} 2>/dev/null

# The options of the daemon that change settings, one a line: -oKeyword=value, -fFILE, -pPORT, -hKEY, -4, -6.
options() {
    if [ -n "$1" ]; then
        tr '\0' '\n' <"/proc/$1/cmdline" | sed 's/^sshd: \(.*\) \[listener\].*/\1/;t title
            p;d
            :title
            s/ /\
/g'
    else
        echo sshd
        configured_words | tr ' ' '\n'
    fi | tr -d '\001-\011\013-\037\177' | awk '
        NR == 1 || $0 == "" { next }
        wanted { if (wanted ~ /[ofph]/) print "-" wanted $0; wanted = ""; next }
        /^-/ {
            for (i = 2; i <= length($0); i++) {
                letter = substr($0, i, 1)
                if (letter ~ /[46]/) print "-" letter
                if (letter ~ /[ofphCcEgkbu]/) {
                    if (i == length($0)) wanted = letter
                    else if (letter ~ /[ofph]/) print "-" letter substr($0, i + 1)
                    break
                }
            }
        }'
}

pid=$(daemon)
state() {
    [ -z "$server" ] || printf 'server\t%s\n' "$server"
    [ -z "$pid" ] || printf 'pid\t%s\n' "$pid"
    for link in /etc/runlevels/*/sshd /etc/systemd/system/*.wants/ssh.service /etc/systemd/system/*.wants/sshd.service \
        /etc/systemd/system/*.wants/ssh.socket /etc/systemd/system/*.wants/sshd.socket; do
        [ ! -L "$link" ] || printf 'starts\t%s\n' "$link"
    done
}
run state state
[ -n "$server" ] || exit 0
options=$(options "$pid")
said() { [ -z "$options" ] || printf '%s\n' "$options"; }
run options said

# -T needs the private host keys; -G, of OpenSSH 9.3 and later, does not.
effective() { "$server" -T "$@" || "$server" -G "$@"; }
version() { "$server" -V 2>&1; }
set -f
IFS=$newline
# shellcheck disable=SC2086
set -- $options
IFS=$(printf ' \t\n.') && IFS=${IFS%.}
run effective effective "$@"
run version version
run groups id -Gn root

main=/etc/ssh/sshd_config
[ -e "$main" ] || main=/usr/etc/ssh/sshd_config
for word in "$@"; do
    case $word in -f*) main=${word#-f} ;; esac
done

# Prints a file's settings as FILE<TAB>LINE<TAB>TEXT, then those of the files it includes; line 0 says whether it was read.
show() {
    if [ ! -r "$1" ]; then
        printf '%s\t0\tdenied\n' "$1"
        return
    fi
    printf '%s\t0\tread\n' "$1"
    tr -d '\001-\010\013-\037\177' <"$1" | NAME=$1 awk '
        BEGIN {
            n = split("include match permitrootlogin passwordauthentication kbdinteractiveauthentication " \
                "challengeresponseauthentication skeyauthentication pubkeyauthentication permitemptypasswords " \
                "hostbasedauthentication ignorerhosts gssapiauthentication usepam authenticationmethods ciphers macs " \
                "kexalgorithms hostkeyalgorithms pubkeyacceptedalgorithms pubkeyacceptedkeytypes casignaturealgorithms " \
                "hostbasedacceptedalgorithms hostbasedacceptedkeytypes requiredrsasize rsaminsize maxauthtries " \
                "logingracetime maxstartups clientaliveinterval clientalivecountmax allowusers allowgroups denyusers " \
                "denygroups allowtcpforwarding allowagentforwarding allowstreamlocalforwarding gatewayports " \
                "permittunnel disableforwarding x11forwarding x11uselocalhost permitopen permituserenvironment " \
                "permituserrc acceptenv strictmodes loglevel syslogfacility hostkey authorizedkeysfile " \
                "authorizedkeyscommand authorizedkeyscommanduser trustedusercakeys port listenaddress " \
                "persourcemaxstartups banner", word, " ")
            for (i = 1; i <= n; i++) known[word[i]] = 1
        }
        {
            keyword = $0
            sub(/^[ \t]+/, "", keyword)
            sub(/[ \t="].*/, "", keyword)
            if (tolower(keyword) in known) printf "%s\t%d\t%s\n", ENVIRON["NAME"], NR, $0
        }'
    [ "$2" -lt 16 ] || return
    for pattern in $(sed -n 's/^[[:space:]]*[Ii][Nn][Cc][Ll][Uu][Dd][Ee][[:space:]=]//p' "$1" | tr -d '\001-\010\013-\037"'); do
        case $pattern in /*) ;; *) pattern=/etc/ssh/$pattern ;; esac
        folder=${pattern%/*}
        if [ -d "$folder" ] && { [ ! -r "$folder" ] || [ ! -x "$folder" ]; }; then
            printf '%s\t0\tdenied\n' "$pattern"
        fi
        set +f
        for file in $pattern; do
            set -f
            case $file in
            # A name that could forge a line is told, not followed.
            *[!A-Za-z0-9._/@:+=,-]*) [ ! -f "$file" ] || printf '%s\t0\todd\n' "${file%/*}/${pattern##*/}" ;;
            *) [ ! -f "$file" ] || show "$file" "$(($2 + 1))" ;;
            esac
        done
        set -f
    done
}
run files show "$main" 0

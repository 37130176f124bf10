# shellcheck shell=sh
# SSH host keys and authorised keys: public parts, options by name, owners and permissions. Never a private key.
# budget: 20
# root: yes
# keys: none

settings=$(sshd -T 2>/dev/null | head -c 262144 | grep -E '^(hostkey|authorizedkeysfile) ')
[ -z "$settings" ] || run settings printf '%s\n' "$settings"
newline=$(printf '\n.')
newline=${newline%.}
tab=$(printf '\t')
# What could forge a line is not a path we follow.
harmless() { case $1 in *[!A-Za-z0-9._/@:+=,%\ -]*) return 1 ;; esac; }

# OWNER ID, OWNER, GROUP, MODE of a path, or "-" four times where there is none.
owned() { stat -L -c '%u	%U	%G	%a' -- "$1" 2>/dev/null || printf -- '-\t-\t-\t-\n'; }

host_keys() {
    listed=$(printf '%s\n' "$settings" | sed -n 's/^hostkey //p')
    set -f
    IFS=$newline
    # shellcheck disable=SC2086
    set -- $listed
    IFS=$(printf ' \t\n.') && IFS=${IFS%.}
    set +f
    [ $# -gt 0 ] || set -- /etc/ssh/ssh_host_rsa_key /etc/ssh/ssh_host_ecdsa_key /etc/ssh/ssh_host_ed25519_key
    for path in "$@"; do
        harmless "$path" || continue
        type='' encoded=''
        [ ! -r "$path.pub" ] || read -r type encoded _ <"$path.pub"
        case $type$encoded in *[!A-Za-z0-9@.+/=-]*) type='' encoded='' ;; esac
        public=${type:+$type $encoded}
        [ -e "$path" ] || [ -n "$public" ] || continue
        printf '%s\t%s\t%s\n' "$path" "$(owned "$path")" "$public"
    done
} 2>/dev/null
run host_keys host_keys

# ACCOUNT<TAB>ID<TAB>PATH for each authorized_keys file that may be; "far" where the home lies on another machine,
# "long" after 3000 accounts: a directory may hold many more.
candidates() {
    getent passwd | head -n 3001 | PATTERNS=$(printf '%s\n' "$settings" | sed -n 's/^authorizedkeysfile //p') awk -F : '
        BEGIN {
            n = split(ENVIRON["PATTERNS"] == "" ? ".ssh/authorized_keys .ssh/authorized_keys2" : ENVIRON["PATTERNS"], pattern, " ")
            while (1 == (getline line <"/proc/mounts")) {
                split(line, part, " ")
                if (part[3] ~ /^(nfs|cifs|autofs|smb|afs|fuse\.sshfs|ceph|gluster)/) far[part[2]] = 1
            }
        }
        3000 < NR { print "?\t-\tlong"; exit }
        # A name or a home that could forge a line is told, not followed.
        ($1 $6) !~ /^[-A-Za-z0-9._\/@:+=,% $\\]*$/ { print "?\t-\todd"; next }
        $6 !~ /^\// { next }
        {
            for (mount in far) if (index($6 "/", mount "/") == 1) { print $1 "\t" $3 "\tfar"; next }
            for (i = 1; i <= n; i++) {
                if (pattern[i] == "none") continue
                path = ""
                rest = pattern[i]
                while (0 != (at = index(rest, "%"))) {
                    letter = substr(rest, at + 1, 1)
                    path = path substr(rest, 1, at - 1) (letter == "h" ? $6 : letter == "u" ? $1 : letter == "U" ? $3 : letter)
                    rest = substr(rest, at + 2)
                }
                path = path rest
                if (path !~ /^\//) path = ($6 == "/" ? "" : $6) "/" path
                print $1 "\t" $3 "\t" path
            }
        }'
}

# The files that are there; "denied" where we may not look.
there() {
    candidates | while IFS=$tab read -r account id path; do
        folder=${path%/*}
        home=${folder%/*}
        if [ "$path" = far ] || [ "$path" = odd ] || [ "$path" = long ] || [ -f "$path" ]; then
            printf '%s\t%s\t%s\n' "$account" "$id" "$path"
        elif { [ -d "$folder" ] && [ ! -x "$folder" ]; } || { [ -d "$home" ] && [ ! -x "$home" ]; }; then
            printf '%s\t%s\tdenied\n' "$account" "$id"
        fi
    done
}
found=$(there)
files() { [ -z "$found" ] || printf '%s\n' "$found"; }
run files files

# Each file and every directory above it: PATH and its owner and mode.
paths() {
    files | cut -f 3 | sort -u | while read -r path; do
        while [ "${path#/}" != "$path" ]; do
            printf '%s\n' "$path"
            path=${path%/*}
        done
        echo /
    done | sort -u | tr '\n' '\0' | xargs -0 stat -L -c '%n	%u	%U	%G	%a' -- 2>/dev/null
}
run paths paths

# One line a key: PATH, LINE, names of its options, TYPE, public key. All else of a line stays on the host.
authorized() {
    set -f
    IFS=$newline
    # shellcheck disable=SC2046 # split at newlines
    set -- $(files | cut -f 3 | sort -u)
    for path in "$@"; do
        shift
        [ ! -r "$path" ] || [ ! -f "$path" ] || set -- "$@" "$path"
    done
    [ $# -eq 0 ] || awk '
        BEGIN {
            n = split("agent-forwarding cert-authority command environment expiry-time from no-agent-forwarding " \
                "no-port-forwarding no-pty no-touch-required no-user-rc no-x11-forwarding permitlisten permitopen " \
                "port-forwarding principals pty restrict tunnel user-rc verify-required x11-forwarding", word, " ")
            for (i = 1; i <= n; i++) known[word[i]] = 1
        }
        function option(name) { return (tolower(name) in known) ? name "," : "" }
        { gsub(/[\001-\010\013-\037\177]/, "") }
        /^[ \t]*(#|$)/ { next }
        {
            sub(/^[ \t]+/, "")
            rest = $0
            options = ""
            if (rest !~ /^(ssh|ecdsa|sk)-/) {
                quoted = 0
                name = ""
                inname = 1
                for (i = 1; i <= length(rest); i++) {
                    letter = substr(rest, i, 1)
                    if (letter == "\\" && quoted) { i++; continue }
                    if (letter == "\"") { quoted = !quoted; continue }
                    if (!quoted && (letter == " " || letter == "\t")) break
                    if (!quoted && letter == ",") { options = options option(name); name = ""; inname = 1; continue }
                    if (!quoted && letter == "=") inname = 0
                    if (inname && letter ~ /[A-Za-z0-9-]/) name = name letter
                }
                options = options option(name)
                rest = substr(rest, i)
                sub(/^[ \t]+/, "", rest)
            }
            split(rest, word, /[ \t]+/)
            if (word[1] !~ /^(ssh|ecdsa|sk)-/ || word[2] !~ /^AAAA[A-Za-z0-9+\/=]*$/) word[1] = word[2] = ""
            printf "%s\t%d\t%s\t%s\t%s\n", FILENAME, FNR, options, word[1], word[2]
        }' "$@"
}
run authorized authorized

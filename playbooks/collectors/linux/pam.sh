# shellcheck shell=sh disable=SC2016  # awk's own $
# How logins and passwords are checked: every line of every PAM service, and the settings of its modules.
# budget: 10
# root: no
# keys: none

# file, line, type, control, module, arguments. Continued lines are joined, comments left out. Of an argument with a
# value only those values are sent that are known to be no secret.
services() {
    for directory in /etc/pam.d /usr/lib/pam.d /usr/etc/pam.d; do
        [ -d "$directory" ] || continue
        for file in "$directory"/*; do
            case $file in
            *[[:cntrl:]]* | *~ | *.rpmnew | *.rpmsave | *.rpmorig | *.dpkg-* | *.pam-old | *.bak | *.orig) continue ;;
            esac
            [ -f "$file" ] || continue
            if ! [ -r "$file" ]; then printf 'denied\t%s\n' "$file"; continue; fi
            printf '%s\n' "$file"
            set -- "$@" "$file"
        done
    done
    plain '
        BEGIN {
            split("minlen dcredit ucredit lcredit ocredit minclass maxrepeat maxclassrepeat maxsequence difok " \
                "retry enforce gecoscheck dictcheck usercheck enforcing type authtok_type deny unlock_time " \
                "root_unlock_time fail_interval onerr remember rounds min max passphrase match similar config " \
                "conf file authfile dir item sense group uid quiet umask auth_type cue mode", words, " ")
            for (i in words) known[words[i]] = 1
        }
        FNR == 1 { held = begun = "" }
        {
            if (begun == "") begun = FNR
            line = held $0
            if (line ~ /\\$/) { held = substr(line, 1, length(line) - 1) " "; next }
            held = ""; at = begun; begun = ""
            sub(/#.*/, "", line); sub(/^ */, "", line); sub(/ *$/, "", line)
            if (line == "") next
            if (line ~ /^@include /) { sub(/^@include */, "", line); print FILENAME, at, "@include", "", line, ""; next }
            type = take(); control = take(); module = take(); arguments = ""
            while (line != "") arguments = arguments (arguments == "" ? "" : " ") shown(take(), module)
            print FILENAME, at, type, control, module, arguments
        }
        function take(   word, end) {
            end = substr(line, 1, 1) == "[" ? index(line, "]") : 0
            if (end == 0) { end = index(line, " "); end = end == 0 ? length(line) : end - 1 }
            word = substr(line, 1, end)
            line = substr(line, end + 1)
            sub(/^ */, "", line)
            return word
        }
        function shown(word, module,   end) {
            sub(/^\[/, "", word); sub(/\]$/, "", word)
            end = index(word, "=")
            if (word ~ /^[a-zA-Z][^ ]*=/ && !(substr(word, 1, end - 1) in known)) return substr(word, 1, end) "*"
            if (module ~ /pam_(exec|script|python|mysql|pgsql|ldap)/ && word !~ /^[a-z_=*]+$/ && word !~ /^\//) return "*"
            gsub(/ /, "_", word)
            return word
        }' "$@"
}
# settings NAME...: the settings of a module, in the order its files are read: file, line, text.
settings() {
    plain '
        { sub(/#.*/, "") }
        /^ *[a-z_]+ *(=.*)?$/ && !/badwords|dictpath/ { print FILENAME, FNR, $0 }' "$@"
}
# The host's own file, or the vendor's where there is none.
first() {
    for file in "/etc/security/$1" "/usr/lib/security/$1" "/usr/etc/security/$1"; do
        if [ -e "$file" ]; then printf '%s\n' "$file"; return; fi
    done
}

run services services
run pwquality settings /etc/security/pwquality.conf.d/*.conf "$(first pwquality.conf)"
run faillock settings "$(first faillock.conf)"
run pwhistory settings "$(first pwhistory.conf)"
run passwdqc settings /etc/passwdqc.conf

# shellcheck shell=sh
# The files that decide what system services do, with all directories above them: unit files, drop-ins, programs, environment.
# budget: 20
# root: no
# keys: none

[ -d /run/systemd/system ] || exit 0

# UNIT<TAB>KIND<TAB>USER<TAB>PATH. Of a command only the program's path is taken, and the script an interpreter is given.
find_files() {
    systemctl show --all --no-pager \
        --property=Id,User,FragmentPath,DropInPaths,ExecStart,ExecStartPre,ExecStartPost,ExecStop,ExecReload,EnvironmentFiles \
        '*.service' '*.socket' '*.timer' '*.path' 2>/dev/null | awk '
        function say(kind, path) {
            if (path ~ /^\/[A-Za-z0-9._\/@:+=,\\-]*$/) list[++n] = kind "\t\t" path
        }
        function flush_unit(    i, part) {
            for (i = 1; i <= n; i++) {
                split(list[i], part, "\t")
                print id "\t" part[1] "\t" (part[1] == "program" ? user : "") "\t" part[3]
            }
            n = 0; id = ""; user = ""
        }
        $0 == "" { flush_unit(); next }
        { at = index($0, "="); key = substr($0, 1, at - 1); value = substr($0, at + 1) }
        key == "Id" { id = value; units++ }
        key == "User" { user = value ~ /^[A-Za-z0-9._-]*$/ ? value : "?" }
        key == "FragmentPath" { say("unit", value) }
        key == "DropInPaths" { m = split(value, path, " "); for (i = 1; i <= m; i++) say("unit", path[i]) }
        key == "EnvironmentFiles" { m = split(value, path, " "); say("environment", path[1]) }
        key ~ /^Exec/ {
            m = split(value, word, " ")
            for (i = 1; i <= m; i++) {
                if (word[i] ~ /^path=\//) { program = substr(word[i], 6); say("program", program) }
                if (word[i] ~ /^argv\[\]=/ && program ~ /\/(sh|bash|dash|ksh|zsh|python[0-9.]*|perl|ruby|node|php[0-9.]*)$/)
                    for (j = i + 1; j <= m && word[j] != ";"; j++) if (word[j] ~ /^\//) { say("program", word[j]); break }
            }
        }
        END { flush_unit(); if (!units) print "-\tsilent\t\t-" }'
    for path in /etc/systemd/system/* /etc/systemd/system-generators/* /usr/local/lib/systemd/system/*; do
        case $path in *[!A-Za-z0-9._/@:+=,-]* | *'*') continue ;; esac
        [ ! -f "$path" ] || printf '%s\tunit\t\t%s\n' "${path##*/}" "$path"
    done
}
files=$(find_files)
said() { [ -z "$files" ] || printf '%s\n' "$files"; }
run -c 2097152 unit_files said

# UID<TAB>OWNER<TAB>GROUP<TAB>MODE<TAB>PATH of each of them and of every directory above, a link and where it leads.
owned() {
    paths=$(said | cut -f 4 | sort -u)
    {
        printf '%s\n' "$paths"
        printf '%s\n' "$paths" | tr '\n' '\0' | xargs -0 readlink -f -- 2>/dev/null
    } | awk '
        /^\// {
            path = $0
            while (path != "" && !(path in seen)) { seen[path] = 1; print path; sub(/\/[^\/]*$/, "", path) }
        }
        END { print "/" }' | tr '\n' '\0' | xargs -0 stat -L -c '%F	%u	%U	%G	%a	%n' -- 2>/dev/null |
        sed -n 's/^\(regular[a-z ]*\|directory\)	//p' # a masked unit leads to the device /dev/null
}
run -c 2097152 owned owned

# shellcheck shell=sh disable=SC2016  # awk's own $
# What sudo is configured to allow: the lines of sudoers and of all it includes, in the order sudo reads them, with the
# status of each file and of the commands named.
# root: yes
# keys: none

TAB=$(printf '\t')
# The file's lines with their numbers: a tab becomes a space and any other control character a question mark. Of
# comments nothing is sent but the sign where one ends a continued line.
numbered() {
    plain '
        /^ *[@#]include(dir)? / { sub(/^ */, ""); print NR, $0; continued = 0; next }
        /^ *#/ && !/^ *#[0-9]/ { if (continued) print NR, "#"; continued = 0; next }
        /^ *$/ && !continued { next }
        { print NR, $0; continued = /\\$/ }' "$1"
}
# In a shell of its own: a redirection that fails ends the shell of a special command such as this.
readable() { ( : <"$1" ) 2>/dev/null; }
HERE=$(uname -n)

# follow FILE DEPTH: prints the file's lines as "line path number text", what it includes in place.
follow() {
    [ "$2" -le 16 ] || { printf 'deep\t%s\n' "$1"; return; }
    if ! [ -e "$1" ]; then printf 'absent\t%s\n' "$1"; return; fi
    if ! readable "$1"; then printf 'denied\t%s\n' "$1"; return; fi
    printf 'file\t%s\n' "$1"
    numbered "$1" | while IFS=$TAB read -r number text; do
        if [ "$number" = denied ]; then printf 'denied\t%s\n' "$1"; continue; fi
        case $text in
        @includedir[\ ]* | \#includedir[\ ]*) directory "$(place "$1" "${text#?includedir}")" "$2" ;;
        @include[\ ]* | \#include[\ ]*) follow "$(place "$1" "${text#?include}")" "$(($2 + 1))" ;;
        *) printf 'line\t%s\t%s\t%s\n' "$1" "$number" "$text" ;;
        esac
    done
}
# place FILE WORDS: the path an include names: quotes and escapes off, %h is the host's name, relative to the file.
place() {
    printf '%s\n' "$2" | sed 's/^ *//; s/ *$//; s/^"\(.*\)"$/\1/; s/\\\(.\)/\1/g' | {
        IFS= read -r path
        case $path in *%h*) path=${path%%%h*}${HERE%%.*}${path#*%h} ;; esac
        case $path in /*) ;; *) path=${1%/*}/$path ;; esac
        printf '%s\n' "$path"
    }
}
# sudo passes over names that hold a dot or end in a tilde.
directory() {
    if ! [ -d "$1" ]; then printf 'absent\t%s\n' "$1"; return; fi
    if ! [ -r "$1" ] || ! [ -x "$1" ]; then printf 'denied\t%s\n' "$1"; return; fi
    printf 'directory\t%s\n' "$1"
    for entry in "$1"/*; do
        case $entry in
        *[[:cntrl:]]*) printf 'odd\t%s\n' "$1" ;;
        *~) printf 'ignored\t%s\n' "$entry" ;;
        *)
            case ${entry##*/} in
            *.*) printf 'ignored\t%s\n' "$entry" ;;
            *) [ ! -f "$entry" ] || follow "$entry" "$(($2 + 1))" ;;
            esac
            ;;
        esac
    done
}
main() {
    for file in /etc/sudoers /usr/etc/sudoers; do
        [ -e "$file" ] || continue
        follow "$file" 0
        return
    done
}
installed() { for name in sudo sudo-rs visudo; do ! have "$name" || printf '%s\n' "$name"; done; }
nsswitch() { ! [ -r /etc/nsswitch.conf ] || grep -n '^ *sudoers:' /etc/nsswitch.conf; }

run installed installed
EITS_LINES=$(main)
run lines printf '%s\n' "$EITS_LINES"
run visudo visudo -c
run nsswitch nsswitch
run host printf '%s\n' "$HERE"
! [ -e /etc/sssd/sssd.conf ] || run sssd printf 'sssd\n'

# Status of the files read, and of each command's file and the directories above it: what, mode, uid, gid, path.
status() {
    what=$1
    shift
    [ $# -eq 0 ] || stat -L -c "$what$TAB%a$TAB%u$TAB%g$TAB%n" -- "$@"
}
statuses() {
    set -f
    IFS='
'
    # shellcheck disable=SC2046 # split at newlines
    status file $(printf '%s\n' "$EITS_LINES" | sed -n "s/^file$TAB//p; s/^directory$TAB//p") $([ ! -e /etc/sudo.conf ] || echo /etc/sudo.conf)
    # shellcheck disable=SC2046
    set -- $(printf '%s\n' "$EITS_LINES" | awk '/^line\t/ {
        sub(/^line\t[^\t]*\t[^\t]*\t/, "")
        count = split($0, word, /[ ,=:!)]/)
        for (i = 1; i <= count; i++) if (word[i] ~ /^\// && word[i] !~ /[][*?\\"]/ && !seen[word[i]]++) print word[i]
    }' | sort | head -n 301)
    [ $# -le 300 ] || printf 'many\n'
    # shellcheck disable=SC2046
    status command $(for path in "$@"; do
        while [ -n "$path" ]; do
            [ ! -e "$path" ] || printf '%s\n' "$path"
            path=${path%/*}
        done
    done | sort -u)
}
run statuses statuses

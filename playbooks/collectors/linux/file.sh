# shellcheck shell=sh
# File status of the paths asked for: type, mode, owner, size, time; symbolic links also as what they lead to.
# budget: 20
# root: yes
# keys: paths

EITS_MOST=1000 # paths of one glob; a longer list is reported as too long
TAB=$(printf '\t')
IFS='
'
set -f
FORMAT="%f${TAB}%u${TAB}%g${TAB}%s${TAB}%Y${TAB}%U${TAB}%G${TAB}"

there() { [ -e "$1" ] || [ -L "$1" ]; }

# Prints the paths a glob names, after a word: path, odd (control characters in the name) or many.
expand() {
    set +f
    EITS_COUNT=0
    for path in $1; do
        there "$path" || continue
        EITS_COUNT=$((EITS_COUNT + 1))
        if [ "$EITS_COUNT" -gt "$EITS_MOST" ]; then
            printf 'many\t%s\n' "$1"
            break
        fi
        case $path in
        *[[:cntrl:]]*) printf 'odd\t%s\n' "$1" ;;
        *) printf 'path\t%s\n' "$path" ;;
        esac
    done
    set -f
}

# Whether the nearest directory above a path that is not there may not be searched: then nobody knows if it is there.
hidden() {
    above=$1
    until [ -z "$above" ] || [ -e "$above" ]; do
        above=${above%/*}
    done
    [ -d "${above:-/}" ] && ! [ -x "${above:-/}" ]
}

# A glob names nothing below a directory that may not be searched or listed; what could not be seen there is told as
# the directory and the rest of the glob.
unlisted() {
    rest=${1#/}
    begun=
    globbed=
    while :; do
        part=${rest%%/*}
        case $part in *[*?[]*) list=1 globbed=1 ;; *) list= ;; esac
        if [ -n "$globbed" ]; then
            set +f
            for found in ${begun:-/}; do
                if ! [ -d "$found" ]; then
                    ! hidden "$found" || printf 'denied\t%s\n' "$1"
                elif ! [ -x "$found" ] || { [ -n "$list" ] && ! [ -r "$found" ]; }; then
                    case $found in
                    *[[:cntrl:]]*) printf 'denied\t%s\n' "$1" ;;
                    *) printf 'denied\t%s\n' "${found%/}/$rest" ;;
                    esac
                fi
            done
            set -f
        fi
        begun=$begun/$part
        [ "$rest" != "$part" ] || break
        rest=${rest#*/}
    done
}

survey() {
    for key in $(keys); do
        case $key in
        *[*?[]*)
            expand "$key"
            unlisted "$key"
            ;;
        *)
            if there "$key"; then
                printf 'path\t%s\n' "$key"
            elif hidden "$key"; then
                printf 'denied\t%s\n' "$key"
            else
                printf 'absent\t%s\n' "$key"
            fi
            ;;
        esac
    done
}

EITS_SEEN=$(survey)
links() { for path in "$@"; do [ ! -L "$path" ] || printf '%s\n' "$path"; done; }
# path, what is written in the link, where it leads at last, and "gone" where nothing is there for certain.
targets() {
    for path in "$@"; do
        text=$(readlink -- "$path" && echo .)
        text=${text%??} # the newline readlink adds, and the point that keeps those of the name
        real=$(readlink -f -- "$path" && echo .)
        real=${real%??}
        case $text$real in *[[:cntrl:]]*)
            text=$(printf '%s' "$text" | tr '\001-\037\177' '?')
            real=$(printf '%s' "$real" | tr '\001-\037\177' '?')
            ;;
        esac
        there=
        if ! [ -e "$path" ]; then
            if [ "$EITS_UID" = 0 ] || { [ -n "$real" ] && ! hidden "$real"; }; then there=gone; fi
        fi
        printf '%s\t%s\t%s\t%s\n' "$path" "$text" "$real" "$there"
    done
}
# Only the files with an access control list are told; busybox's ls does not show them, so it may not deny them.
# shellcheck disable=SC2010 # no name is taken from it without being known already
acls() { ls -ldLn -- "$@" 2>/dev/null | grep '^.\{10\}+'; }

notes() { for line in $EITS_SEEN; do case $line in path"$TAB"*) ;; *) printf '%s\n' "$line" ;; esac; done; }
run notes notes
# shellcheck disable=SC2046 # split at newlines, without globbing, is what is meant
set -- $(printf '%s\n' "$EITS_SEEN" | sed -n "s/^path$TAB//p")
if [ $# -gt 0 ]; then
    run -c 4194304 stat stat -c "$FORMAT%n" -- "$@"
    case $(ls --version 2>/dev/null) in *coreutils*) run acl acls "$@" ;; esac
    # shellcheck disable=SC2046
    set -- $(links "$@")
    if [ $# -gt 0 ]; then
        run -c 4194304 followed stat -L -c "$FORMAT%n" -- "$@"
        run -c 4194304 links targets "$@"
    fi
fi

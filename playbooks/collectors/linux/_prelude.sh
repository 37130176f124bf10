# shellcheck shell=sh
# The commands a collector may use. The script gives this text to the shell of every collector, and to itself.
# Data leaves by file descriptor 3 as frames; a collector's own standard output goes nowhere.

have() { command -v "$1" >/dev/null 2>&1; }

keys() { [ -z "$EITS_KEYS" ] || printf '%s\n' "$EITS_KEYS"; }

# od counts and encodes in one process, and its text packs as well as the other's. Where a stream may be large, base64 is
# faster and shorter on the way.
if have base64; then
    EITS_LARGE=b64
    _base64() { exec base64; }
elif have openssl; then
    EITS_LARGE=b64
    _base64() { exec openssl base64; }
else
    EITS_LARGE=hex
fi
if have od; then EITS_SMALL=hex; else EITS_SMALL=b64; fi
EITS_ENC=$EITS_SMALL

# The first $1 bytes of standard input as text. Of a stream one byte more than the cap is sent, so the reader knows that it
# was cut; no shell has to count.
_encode() {
    [ "$EITS_ENC" = b64 ] || exec od -An -v -tx1 -N "$1"
    head -c "$1" | _base64
}

# The start of what a command says on its error channel; the rest is read away, or the command would die of SIGPIPE.
# Most say nothing: then this needs no process at all.
_error() {
    EITS_MORE=''
    ! IFS= read -r EITS_ERROR || EITS_MORE=$(head -c 400; exec cat >/dev/null)
    if [ -n "$EITS_ERROR$EITS_MORE" ]; then
        EITS_ERROR=$(printf '%s\n%s' "$EITS_ERROR" "$EITS_MORE" | _encode 400 | tr -d ' \n')
    fi
    printf 'err=%s' "${EITS_ERROR:--}"
}

# plain PROGRAM FILE...: an awk program over the lines of the files, in which a tab is a space and another control character
# a question mark, so that none forges a field or a line. FILENAME and FNR say where a line is from, OFS is a tab. What is no
# file is passed over; of one that cannot be read, or whose name could forge a line, "denied" and its path or folder are printed.
plain() {
    EITS_PROGRAM=$1
    shift
    for EITS_FILE in "$@"; do
        shift
        [ -f "$EITS_FILE" ] || continue
        case $EITS_FILE in *[[:cntrl:]]*)
            printf 'denied\t%s\n' "${EITS_FILE%/*}"
            continue
            ;;
        esac
        if [ -r "$EITS_FILE" ]; then set -- "$@" "$EITS_FILE"; else printf 'denied\t%s\n' "$EITS_FILE"; fi
    done
    # One process for all: most of what a collector costs is starting processes. But at a file it fails to read, awk ends
    # and leaves the files after it unread too.
    [ $# -eq 0 ] || awk -v OFS='\t' '{ gsub(/\t/, " "); gsub(/[\001-\037\177]/, "?") }
        '"$EITS_PROGRAM" "$@" || printf 'denied\t%s\n' "${1%/*}"
}

# systemd_files NAME: the files systemd makes a program's configuration NAME of, in the order they are read: one main file, then
# drop-ins by name; of files with one name only the first folder's counts.
systemd_files() {
    for EITS_FOLDER in /etc /run /usr/local/lib /usr/lib /lib; do
        [ -e "$EITS_FOLDER/systemd/$1" ] || continue
        printf '%s\n' "$EITS_FOLDER/systemd/$1"
        break
    done
    set -- "/etc/systemd/$1.d"/*.conf "/run/systemd/$1.d"/*.conf "/usr/local/lib/systemd/$1.d"/*.conf \
        "/usr/lib/systemd/$1.d"/*.conf "/lib/systemd/$1.d"/*.conf
    for EITS_FILE in "$@"; do
        shift
        [ -e "$EITS_FILE" ] || continue
        case $EITS_FILE in *[[:cntrl:]]*) ;; *) set -- "$@" "$EITS_FILE" ;; esac
    done
    [ $# -eq 0 ] || printf '%s\n' "$@" | awk -F / '!seen[$NF]++ { print $NF "\t" $0 }' | sort | cut -f 2
}

# _open [-c BYTES] NAME ...: opens a stream; EITS_SHIFT says how many words it used.
_open() {
    EITS_CAP=1048576
    EITS_SHIFT=1
    if [ "$1" = -c ]; then
        EITS_CAP=$2
        EITS_SHIFT=3
        shift 2
    fi
    case $1 in
    '' | *[!a-z0-9_.-]*)
        printf 'bad stream name: %s\n' "$1" >&2
        return 2
        ;;
    esac
    EITS_ENC=$EITS_SMALL
    [ "$EITS_CAP" -le 1048576 ] || EITS_ENC=$EITS_LARGE
    printf '@stream %s enc=%s cap=%s\n' "$1" "$EITS_ENC" "$EITS_CAP" >&3
}

# run [-c BYTES] NAME COMMAND...: the command's output becomes stream NAME.
# The command sees none of our descriptors, so nothing it leaves behind can hold the answer open.
run() {
    _open "$@" || return 2
    shift "$EITS_SHIFT"
    EITS_END=$(
        set +e
        {
            {
                {
                    ( "$@" ) 2>&5 3>&- 4>&- 5>&-
                    printf 'exit=%s ' "$?" >&4
                } | _encode "$((EITS_CAP + 1))" >&3 4>&- 5>&-
            } 5>&1 | _error 2>/dev/null 3>&- >&4
        } 4>&1
    )
    printf '@end %s\n' "$EITS_END" >&3
}

# ... | emit [-c BYTES] NAME [EXIT]: standard input becomes stream NAME.
emit() {
    _open "$@" || return 2
    shift "$EITS_SHIFT"
    ( _encode "$((EITS_CAP + 1))" ) >&3
    printf '@end exit=%s err=-\n' "${1:-0}" >&3
}

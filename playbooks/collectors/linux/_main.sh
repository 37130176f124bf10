# shellcheck shell=sh disable=SC3045  # every shell we run under knows these limits; elsewhere they fail quietly
# The frame around the collectors: header, time budgets, killing, end. It stands inside main() { ... }, after the settings
# EITS_SHELL (the shell's path and one optional word), EITS_HOST_BUDGET (seconds) and EITS_PRELUDE (the text of _prelude.sh).

umask 077
cd / || exit 1
unset CDPATH ENV BASH_ENV LANGUAGE LANG GREP_OPTIONS POSIXLY_CORRECT
IFS=$(printf ' \t\n.')
IFS=${IFS%.}
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C TZ=UTC0 TERM=dumb PAGER=cat SYSTEMD_PAGER='' SYSTEMD_COLORS=0 NO_COLOR=1 COLUMNS=512
export PATH LC_ALL TZ TERM PAGER SYSTEMD_PAGER SYSTEMD_COLORS NO_COLOR COLUMNS
eval "$EITS_PRELUDE"
exec 3>&1

# Low priority, and limits that stop even a program that hides from us. No limit on file size: rpm on RHEL 7 and 8 maps its own.
ulimit -c 0 2>/dev/null
ulimit -t "$((EITS_HOST_BUDGET + 30))" 2>/dev/null
ulimit -v 2097152 2>/dev/null
renice -n 10 -p "$$" >/dev/null 2>&1
ionice -c 2 -n 7 -p "$$" >/dev/null 2>&1

# What stands in a frame as it is may hold nothing that could end the line: a tool on the host may say anything.
EITS_UID=$(id -u)
case $EITS_UID in '' | *[!0-9]*) EITS_UID=4294967295 ;; esac
EITS_CLOCK=$(date +%s)
case $EITS_CLOCK in '' | *[!0-9]*) EITS_CLOCK=0 ;; esac
EITS_SYSTEM=$(uname -s)
case $EITS_SYSTEM in '' | *[!A-Za-z0-9_./-]*) EITS_SYSTEM=unknown ;; esac
EITS_RUN=$$.$EITS_CLOCK
[ ! -r /proc/sys/kernel/random/uuid ] || read -r EITS_RUN </proc/sys/kernel/random/uuid
export EITS_UID
EITS_TIMER=''
EITS_JOB=''
EITS_COUNT=0

# Hundredths of a second since some moment that no clock change moves.
_now() {
    if read -r EITS_NOW _ 2>/dev/null </proc/uptime; then
        EITS_NOW=$((${EITS_NOW%.*} * 100 + 1${EITS_NOW#*.} - 100))
    else
        EITS_NOW=$(($(date +%s) * 100))
    fi
}

# Prints every process whose environment carries the mark $1. Only head and sed: busybox grep ends at the first NUL byte.
_marked() {
    head -c 1000000 /dev/null /proc/[0-9]*/environ 2>/dev/null | tr '\0' '\n' |
        sed -n -e '/^==> /h' -e "/^EITS_MARK=$1/{g;s/[^0-9]//g;p;}"
}

# Adds to EITS_FAMILY every process that carries the mark $1 in its environment, and every descendant of a member.
# The mark finds what was re-parented or began a session of its own; descent finds what cleared its environment.
_grow() {
    for _pid in $(_marked "$1"); do
        _join "$_pid"
    done
    [ "$EITS_FAMILY" != ' ' ] || return 0
    _pairs=''
    for _path in /proc/[0-9]*; do
        while read -r _word _value; do
            [ "$_word" != PPid: ] || { _pairs="$_pairs ${_path#/proc/}:$_value" && break; }
        done 2>/dev/null <"$_path/status"
    done 2>/dev/null
    _before=''
    while [ "$_before" != "$EITS_FAMILY" ]; do
        _before=$EITS_FAMILY
        for _pair in $_pairs; do
            case $EITS_FAMILY in *" ${_pair#*:} "*) _join "${_pair%:*}" ;; esac
        done
    done
}

_join() { case $EITS_FAMILY in *" $1 "*) ;; *) EITS_FAMILY="$EITS_FAMILY$1 " ;; esac; }

# _reap MARK [PID]: ends the family. All are stopped first, until no new one appears, so none can fork away.
_reap() {
    EITS_FAMILY=" ${2:+$2 }"
    _seen=''
    _round=0
    while [ "$_round" -lt 10 ]; do
        _round=$((_round + 1))
        _grow "$1"
        [ "$_seen" != "$EITS_FAMILY" ] || break
        _seen=$EITS_FAMILY
        # shellcheck disable=SC2086
        [ "$EITS_FAMILY" = ' ' ] || kill -STOP $EITS_FAMILY 2>/dev/null
    done
    # shellcheck disable=SC2086
    [ "$EITS_FAMILY" = ' ' ] || kill -KILL $EITS_FAMILY 2>/dev/null
}

# The reader went away, or someone asks us to end.
_gone() {
    trap '' HUP INT TERM PIPE
    [ -z "$EITS_TIMER" ] || kill -KILL "$EITS_TIMER" 2>/dev/null
    _reap "$EITS_RUN." "$EITS_JOB"
    exit 1
}
trap _gone HUP INT TERM PIPE

_say() {
    # shellcheck disable=SC2059
    printf "$@" 2>/dev/null || _gone
}

# A fresh shell for one collector: its syntax errors, exits, traps and variables end with it, and every process it starts,
# also a subshell, carries the mark. The code travels in the environment, which unlike arguments stays out of ps and audit logs.
_shell() {
    # shellcheck disable=SC2086,SC2016
    EITS_MARK=$EITS_RUN.$EITS_COUNT. EITS_CODE=$1 exec $EITS_SHELL -c 'eval "$EITS_CODE"' eits
}

_job() {
    trap - HUP INT TERM PIPE
    # Descriptor 4 is its error channel once more: whoever holds 3 and could still write holds this too, and is waited for.
    EITS_END=$(
        {
            {
                ( _shell "$1" ) 2>&1 4>&1 >/dev/null
                printf 'exit=%s ' "$?" >&4
            } | _error 2>/dev/null 3>&- >&4
        } 4>&1
    )
    _exit=${EITS_END%% *}
    EITS_ERROR=${EITS_END#*err=}
    [ "$EITS_ERROR" = - ] || printf '@stream _stderr enc=%s cap=400\n%s\n@end exit=0 err=-\n' "$EITS_SMALL" "$EITS_ERROR"
    # Not TERM: the timer may still be a copy of this shell that traps it, and a signal caught there is lost when it becomes sleep.
    kill -KILL "$EITS_TIMER" 2>/dev/null
    exit "${_exit#exit=}"
}

# collector NAME BUDGET DIGEST KEYS(base64) CODE
collector() {
    EITS_COUNT=$((EITS_COUNT + 1))
    _say '@collector %s digest=%s keys=%s\n' "$1" "$3" "$4"
    _now
    _start=$EITS_NOW
    _budget=$2
    _left=$(((EITS_DEADLINE - EITS_NOW + 99) / 100))
    [ "$_left" -ge "$_budget" ] || _budget=$_left
    if [ "$_budget" -le 0 ]; then
        _say '@done exit=- seconds=0.00 cause=timeout\n'
        return
    fi
    # We wait for the timer, and a collector that is done kills the timer: no polling, and no watchdog that could stay behind.
    sleep "$_budget" >/dev/null 2>&1 3>&- &
    EITS_TIMER=$!
    _job "$5" &
    EITS_JOB=$!
    _cause=-
    if wait "$EITS_TIMER" 2>/dev/null; then
        _cause=timeout
        _reap "$EITS_RUN.$EITS_COUNT." "$EITS_JOB"
    fi
    EITS_TIMER=''
    wait "$EITS_JOB" 2>/dev/null
    _exit=$?
    EITS_JOB=''
    [ "$_cause" = - ] || _exit=-
    _now
    _spent=$((EITS_NOW - _start))
    _say '\n@done exit=%s seconds=%s.%02d cause=%s\n' "$_exit" "$((_spent / 100))" "$((_spent % 100))" "$_cause"
}

finish() {
    _reap "$EITS_RUN."
    _say '@eof collectors=%s\n' "$EITS_COUNT"
}

_now
EITS_DEADLINE=$((EITS_NOW + EITS_HOST_BUDGET * 100))
_say '\nEITS-EVIDENCE 1\n@host clock=%s uid=%s system=%s\n' "$EITS_CLOCK" "$EITS_UID" "$EITS_SYSTEM"

# shellcheck shell=sh disable=SC2016  # awk's own $
# File integrity monitoring: the tools installed, the state they compare with, and what starts them.
# budget: 10
# root: yes
# keys: none

# state TOOL FILE...: when the tool's database was written.
state() {
    tool=$1
    shift
    for file in "$@"; do [ ! -s "$file" ] || printf 'state\t%s\t%s\n' "$tool" "$(stat -c %Y -- "$file")"; done
}
tools() {
    if have aide; then
        printf 'tool\taide\n'
        state aide /var/lib/aide/aide.db /var/lib/aide/aide.db.gz
    fi
    if have tripwire; then
        printf 'tool\ttripwire\n'
        state tripwire /var/lib/tripwire/*.twd
    fi
    if have samhain; then
        printf 'tool\tsamhain\n'
        state samhain /var/lib/samhain/samhain_file /var/state/samhain/samhain_file
    fi
    if [ -d /var/ossec/etc ]; then
        printf 'tool\twazuh\n'
        state wazuh /var/ossec/queue/fim/db/fim.db
    fi
    # Without root the folder of the database may not be searched, and a missing state means nothing.
    for folder in /var/lib/aide /var/lib/tripwire /var/lib/samhain /var/ossec; do
        if [ -d "$folder" ] && ! { [ -r "$folder" ] && [ -x "$folder" ]; }; then printf 'denied\t%s\n' "$folder"; fi
    done
}
run tools tools
services() {
    set -- dailyaidecheck.timer aidecheck.timer aide-check.timer aide.timer samhain.service wazuh-agent.service
    # One line of answer a unit, in the order of the question.
    systemctl is-active "$@" 2>/dev/null | {
        for unit in "$@"; do
            IFS= read -r state || state=
            printf '%s\t%s\n' "$unit" "$state"
        done
    }
}
if have systemctl; then run services services; fi
jobs() {
    plain '
        /^ *#/ { next }
        /aide[^|;&]*(--check|--update|-C)|dailyaidecheck|\/aidecheck/ { print "aide", FILENAME, FNR; next }
        /tripwire[^|;&]*--check/ { print "tripwire", FILENAME, FNR }' \
        /etc/crontab /etc/cron.d/* /var/spool/cron/crontabs/root /var/spool/cron/root /var/spool/cron/tabs/root
    for file in /etc/cron.daily/* /etc/cron.hourly/*; do
        [ -x "$file" ] || continue
        case ${file##*/} in
        dailyaidecheck) [ -d /run/systemd/system ] || printf 'aide\t%s\t1\n' "$file" ;; # it leaves the work to the timer
        aide | *aidecheck) printf 'aide\t%s\t1\n' "$file" ;;
        tripwire) printf 'tripwire\t%s\t1\n' "$file" ;;
        esac
    done
}
run jobs jobs

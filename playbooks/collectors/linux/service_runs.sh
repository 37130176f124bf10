# shellcheck shell=sh
# When each service last ended and how: for jobs such as backups that a timer starts.
# budget: 15
# root: no
# keys: none

# --all: without it a pattern names only what runs now.
run services systemctl show --all --no-pager -p Id -p Result -p ExecMainExitTimestamp -- '*.service'

# The services there are, also those the manager does not hold in memory. systemctl list-unit-files would say it too, but
# then the manager reads every file and link anew, which costs the host more than all the rest of this collector.
files() {
    for folder in /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system \
        /lib/systemd/system /run/systemd/generator.early /run/systemd/generator /run/systemd/generator.late; do
        for path in "$folder"/*.service; do
            case ${path##*/} in *[!A-Za-z0-9:_.@\\-]*) ;; *) printf '%s\n' "${path##*/}" ;; esac
        done
    done | sort -u
}
run files files

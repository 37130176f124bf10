# shellcheck shell=sh
# When each service last ended and how: for jobs such as backups that a timer starts.
# budget: 15
# root: no
# keys: none

# --all: without it a pattern names only what runs now.
run services systemctl show --all --no-pager -p Id -p Result -p ExecMainExitTimestamp -- '*.service'
run files systemctl list-unit-files --no-pager --no-legend --full --type=service

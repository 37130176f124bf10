# shellcheck shell=sh
# When each service last ended and how: for jobs such as backups that a timer starts.
# budget: 15
# root: no
# keys: none

run services systemctl show --no-pager -p Id -p Type -p ActiveState -p Result -p ExecMainStartTimestamp -p ExecMainExitTimestamp -- '*.service'

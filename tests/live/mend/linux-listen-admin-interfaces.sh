address=$(ip -4 -o address show dev eth0 | awk '{ sub(/\/.*/, "", $4); print $4 }')
printf '[Socket]\nListenStream=%s:9090\n' "$address" >/etc/systemd/system/cockpit.socket
printf '[Service]\nExecStart=/bin/sleep infinity\n' >/etc/systemd/system/cockpit.service
systemctl daemon-reload
systemctl start cockpit.socket

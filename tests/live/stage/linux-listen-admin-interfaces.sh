printf '[Socket]\nListenStream=9090\n' >/etc/systemd/system/cockpit.socket
printf '[Service]\nExecStart=/bin/sleep infinity\n' >/etc/systemd/system/cockpit.service
systemctl daemon-reload
systemctl start cockpit.socket

printf '[Socket]\nListenStream=631\n' >/etc/systemd/system/cups.socket
printf '[Service]\nExecStart=/bin/sleep infinity\n' >/etc/systemd/system/cups.service
systemctl daemon-reload
systemctl start cups.socket

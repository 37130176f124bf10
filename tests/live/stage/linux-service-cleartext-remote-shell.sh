printf '[Socket]\nListenStream=23\n' >/etc/systemd/system/telnet.socket
printf '[Service]\nExecStart=/bin/sleep infinity\n' >/etc/systemd/system/telnet.service
systemctl daemon-reload
systemctl start telnet.socket

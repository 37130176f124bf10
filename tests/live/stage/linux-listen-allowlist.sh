printf '[Socket]\nListenStream=8081\n' >/etc/systemd/system/unexpected.socket
printf '[Service]\nExecStart=/bin/sleep infinity\n' >/etc/systemd/system/unexpected.service
systemctl daemon-reload
systemctl start unexpected.socket

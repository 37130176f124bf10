printf '[Socket]\nListenStream=3389\n' >/etc/systemd/system/xrdp.socket
printf '[Service]\nExecStart=/bin/sleep infinity\n' >/etc/systemd/system/xrdp.service
systemctl daemon-reload
systemctl start xrdp.socket

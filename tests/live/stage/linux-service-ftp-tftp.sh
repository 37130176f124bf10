printf '[Socket]\nListenStream=21\n' >/etc/systemd/system/vsftpd.socket
printf '[Service]\nExecStart=/bin/sleep infinity\n' >/etc/systemd/system/vsftpd.service
systemctl daemon-reload
systemctl start vsftpd.socket

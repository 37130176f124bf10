printf '[Service]\nExecStart=/bin/false\n' >/etc/systemd/system/fail2ban.service
systemctl daemon-reload
systemctl start fail2ban.service
while systemctl is-active --quiet fail2ban.service; do :; done

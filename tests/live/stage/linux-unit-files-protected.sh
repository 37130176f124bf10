mkdir -p /opt/open
[ -x /opt/open/program ] || cp /bin/sleep /opt/open/program
chmod 0777 /opt/open
printf '[Service]\nExecStart=/opt/open/program infinity\n' >/etc/systemd/system/open.service
systemctl daemon-reload
systemctl start open.service

id app >/dev/null 2>&1 || useradd --system app
mkdir -p /opt/app
[ -x /opt/app/program ] || cp /bin/sleep /opt/app/program
chown -R app /opt/app
printf '[Service]\nUser=app\nExecStart=/opt/app/program infinity\n' >/etc/systemd/system/app.service
systemctl daemon-reload
systemctl start app.service

mkdir -p /etc/systemd/timesyncd.conf.d
printf '[Time]\nNTP=127.0.0.1\n' >/etc/systemd/timesyncd.conf.d/site.conf
systemctl restart systemd-timesyncd

printf '[Socket]\nListenStream=6379\n' >/etc/systemd/system/redis.socket
printf '[Service]\nExecStart=/bin/sleep infinity\n' >/etc/systemd/system/redis.service
systemctl daemon-reload
systemctl start redis.socket

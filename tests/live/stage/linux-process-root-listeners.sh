[ -x /usr/local/bin/busybox-root ] || cp /bin/busybox /usr/local/bin/busybox-root
printf '[Service]\nExecStart=/usr/local/bin/busybox-root nc -ll -p 8082 -e /bin/true\n' >/etc/systemd/system/root-listener.service
systemctl daemon-reload
systemctl start root-listener.service

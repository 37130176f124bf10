# A backup that ends with an error. Its timer is off, so that linux-backup-configured fails beside it.
printf '[Service]\nType=oneshot\nExecStart=/bin/false\n' >/etc/systemd/system/nightly-backup.service
systemctl daemon-reload
systemctl start nightly-backup.service 2>/dev/null || true

mkdir -p /etc/systemd/journald.conf.d
printf '[Journal]\nStorage=persistent\n' >/etc/systemd/journald.conf.d/50-storage.conf
systemctl restart systemd-journald
journalctl --flush

# Many of everything.
awk 'BEGIN { for (i = 0; i < 50000; i++) print "user" i ":x:" 100000 + i ":100::/nonexistent:/bin/sh" }' >>/etc/passwd
awk 'BEGIN { for (i = 0; i < 50000; i++) print "user" i ":*:19000:0:99999:7:::" }' >>/etc/shadow
mkdir -p /etc/systemd/system
for i in $(seq 1500); do
    printf '[Service]\nExecStart=/bin/true\n' >/etc/systemd/system/many"$i".service
done
for i in $(seq 1200); do printf 'ListenStream=%s\n' $((10000 + i)); done |
    { printf '[Socket]\nAccept=yes\n'; cat; printf '[Install]\nWantedBy=sockets.target\n'; } >/etc/systemd/system/crowd.socket
printf '[Service]\nExecStart=/bin/true\n' >/etc/systemd/system/crowd@.service
systemctl daemon-reload
systemctl start crowd.socket

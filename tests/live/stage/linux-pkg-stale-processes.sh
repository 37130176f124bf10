# A service whose program is removed while it runs.
cp /bin/sleep /usr/local/bin/old-code
printf '[Service]\nExecStart=/usr/local/bin/old-code infinity\nDynamicUser=yes\n' >/etc/systemd/system/old-code.service
systemctl daemon-reload
systemctl restart old-code.service
for _ in 1 2 3 4 5 6 7 8 9 10; do
    grep -q old-code "/proc/$(systemctl show -P MainPID old-code.service)/maps" 2>/dev/null && break
    sleep 0.1
done
rm /usr/local/bin/old-code

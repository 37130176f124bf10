address=$(ip -4 -o address show dev eth0 | awk '{ sub(/\/.*/, "", $4); print $4 }')
echo "ListenAddress $address" >/etc/ssh/sshd_config.d/10-linux-sshd-listen-management.conf
sshd -t && systemctl restart ssh.service

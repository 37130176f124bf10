mkdir -p /root/.ssh
touch /root/.ssh/authorized_keys
chmod 0777 /root/.ssh

mkdir -p /root/.ssh
[ -f /root/weak ] || ssh-keygen -q -t rsa -b 1024 -N '' -f /root/weak
cat /root/weak.pub >/root/.ssh/authorized_keys

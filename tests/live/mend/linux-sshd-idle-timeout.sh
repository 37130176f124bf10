printf '%s\n' 'ClientAliveInterval 300' 'ClientAliveCountMax 3' >/etc/ssh/sshd_config.d/10-linux-sshd-idle-timeout.conf
sshd -t && systemctl reload ssh.service

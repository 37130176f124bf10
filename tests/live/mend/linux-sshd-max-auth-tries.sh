printf '%s\n' 'MaxAuthTries 4' >/etc/ssh/sshd_config.d/10-linux-sshd-max-auth-tries.conf
sshd -t && systemctl reload ssh.service

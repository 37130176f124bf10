printf '%s\n' 'PasswordAuthentication no' >/etc/ssh/sshd_config.d/10-linux-sshd-password-auth.conf
sshd -t && systemctl reload ssh.service

printf '%s\n' 'LoginGraceTime 60' 'MaxStartups 10:30:60' >/etc/ssh/sshd_config.d/10-linux-sshd-login-throttling.conf
sshd -t && systemctl reload ssh.service

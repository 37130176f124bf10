printf '%s\n' 'PermitRootLogin no' >/etc/ssh/sshd_config.d/10-linux-sshd-permit-root-login.conf
sshd -t && systemctl reload ssh.service

printf '%s\n' 'DisableForwarding yes' >/etc/ssh/sshd_config.d/10-linux-sshd-forwarding.conf
sshd -t && systemctl reload ssh.service

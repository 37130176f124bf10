printf '%s\n' 'MACs hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@openssh.com' >/etc/ssh/sshd_config.d/10-linux-sshd-macs.conf
sshd -t && systemctl reload ssh.service

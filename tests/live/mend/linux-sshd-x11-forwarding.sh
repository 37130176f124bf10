printf '%s\n' 'X11Forwarding no' >/etc/ssh/sshd_config.d/10-linux-sshd-x11-forwarding.conf
sshd -t && systemctl reload ssh.service

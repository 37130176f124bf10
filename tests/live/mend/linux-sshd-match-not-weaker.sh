printf '%s\n' 'Match User nobody' '    X11Forwarding no' >/etc/ssh/sshd_config.d/10-linux-sshd-match-not-weaker.conf
sshd -t && systemctl reload ssh.service

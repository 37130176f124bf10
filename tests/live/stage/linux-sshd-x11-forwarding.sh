# sshd is not reloaded: what it would do next counts, and nobody is locked out.
printf '%s\n' 'X11Forwarding yes' >/etc/ssh/sshd_config.d/10-linux-sshd-x11-forwarding.conf
sshd -t

# sshd is not reloaded: what it would do next counts, and nobody is locked out.
printf '%s\n' 'ClientAliveInterval 0' >/etc/ssh/sshd_config.d/10-linux-sshd-idle-timeout.conf
sshd -t

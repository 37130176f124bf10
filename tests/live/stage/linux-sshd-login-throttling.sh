# sshd is not reloaded: what it would do next counts, and nobody is locked out.
printf '%s\n' 'LoginGraceTime 0' >/etc/ssh/sshd_config.d/10-linux-sshd-login-throttling.conf
sshd -t

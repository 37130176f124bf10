# sshd is not reloaded: what it would do next counts, and nobody is locked out.
printf '%s\n' 'LogLevel QUIET' >/etc/ssh/sshd_config.d/10-linux-sshd-log-level.conf
sshd -t

# sshd is not reloaded: what it would do next counts, and nobody is locked out.
printf '%s\n' 'IgnoreRhosts no' >/etc/ssh/sshd_config.d/10-linux-sshd-host-based-trust.conf
sshd -t

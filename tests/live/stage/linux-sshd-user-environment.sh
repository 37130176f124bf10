# sshd is not reloaded: what it would do next counts, and nobody is locked out.
printf '%s\n' 'PermitUserEnvironment yes' >/etc/ssh/sshd_config.d/10-linux-sshd-user-environment.conf
sshd -t

# sshd is not reloaded: what it would do next counts, and nobody is locked out.
printf '%s\n' 'MaxAuthTries 10' >/etc/ssh/sshd_config.d/10-linux-sshd-max-auth-tries.conf
sshd -t

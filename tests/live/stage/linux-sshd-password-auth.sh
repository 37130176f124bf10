# sshd is not reloaded: what it would do next counts, and nobody is locked out.
printf '%s\n' 'PasswordAuthentication yes' >/etc/ssh/sshd_config.d/10-linux-sshd-password-auth.conf
sshd -t

# sshd is not reloaded: what it would do next counts, and nobody is locked out.
printf '%s\n' 'MACs +hmac-md5' >/etc/ssh/sshd_config.d/10-linux-sshd-macs.conf
sshd -t

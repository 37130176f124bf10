# sshd is not reloaded: what it would do next counts, and nobody is locked out.
printf '%s\n' 'Ciphers +aes128-cbc' >/etc/ssh/sshd_config.d/10-linux-sshd-ciphers.conf
sshd -t

# sshd is not reloaded: what it would do next counts, and nobody is locked out.
printf '%s\n' 'PubkeyAcceptedAlgorithms +ssh-rsa' >/etc/ssh/sshd_config.d/10-linux-sshd-signature-algorithms.conf
sshd -t

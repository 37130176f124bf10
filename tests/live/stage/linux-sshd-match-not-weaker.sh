# sshd is not reloaded: what it would do next counts, and nobody is locked out.
printf '%s\n' 'Match User nobody' '    HostbasedAuthentication yes' >/etc/ssh/sshd_config.d/10-linux-sshd-match-not-weaker.conf
sshd -t

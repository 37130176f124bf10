key=/etc/ssh/ssh_host_weak_key
[ -f "$key" ] || ssh-keygen -q -t rsa -b 1024 -N '' -f "$key"
printf 'HostKey %s\n' /etc/ssh/ssh_host_ed25519_key /etc/ssh/ssh_host_rsa_key "$key" >/etc/ssh/sshd_config.d/10-linux-sshd-hostkey-strength.conf
sshd -t

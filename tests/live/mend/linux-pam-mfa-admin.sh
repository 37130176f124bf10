# sshd is not reloaded: what it would do next counts, and nobody is locked out.
echo "AuthenticationMethods publickey,password" >/etc/ssh/sshd_config.d/10-linux-pam-mfa-admin.conf
sshd -t

# sshd is not told, or the scan could not log in.
echo 'AuthenticationMethods publickey,keyboard-interactive' >/etc/ssh/sshd_config.d/mfa.conf

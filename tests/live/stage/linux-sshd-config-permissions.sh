touch /etc/ssh/sshd_config.d/open.conf
chmod 0666 /etc/ssh/sshd_config.d/open.conf

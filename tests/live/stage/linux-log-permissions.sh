touch /var/log/auth.log
chmod 0644 /var/log/auth.log

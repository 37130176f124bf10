# sudo passes over a sudo.conf others may write, with a warning, and goes on.
touch /etc/sudo.conf
chmod 0664 /etc/sudo.conf
chgrp www-data /etc/sudo.conf

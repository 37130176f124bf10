chmod 0640 /etc/ssh/ssh_host_rsa_key
chgrp adm /etc/ssh/ssh_host_rsa_key

chmod 0777 /usr/local/bin

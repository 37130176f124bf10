sed -i 's/^root:[^:]*:/root:$6$notahash$notahash:/' /etc/shadow

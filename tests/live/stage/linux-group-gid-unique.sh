grep -q "^eits-gid:" /etc/group || echo "eits-gid:x:1:" >>/etc/group

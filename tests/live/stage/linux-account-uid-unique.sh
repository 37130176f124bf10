grep -q "^eits-uid:" /etc/passwd || echo "eits-uid:x:1:65534::/nonexistent:/usr/sbin/nologin" >>/etc/passwd

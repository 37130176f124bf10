# nologin: the password is empty, but nobody gets in by it.
grep -q "^eits-empty:" /etc/passwd || echo "eits-empty:x:64003:65534::/nonexistent:/usr/sbin/nologin" >>/etc/passwd
grep -q "^eits-empty:" /etc/shadow || echo "eits-empty::19000:0:99999:7:::" >>/etc/shadow

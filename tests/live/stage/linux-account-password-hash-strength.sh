grep -q '^eits-md5:' /etc/passwd || echo 'eits-md5:x:64004:65534::/nonexistent:/usr/sbin/nologin' >>/etc/passwd
grep -q '^eits-md5:' /etc/shadow || echo 'eits-md5:$1$notahash$notahash:19000:0:99999:7:::' >>/etc/shadow

grep -q '^pi:' /etc/passwd || echo 'pi:x:64005:65534::/nonexistent:/bin/sh' >>/etc/passwd
grep -q '^pi:' /etc/shadow || echo 'pi:$6$notahash$notahash:19000:0:99999:7:::' >>/etc/shadow

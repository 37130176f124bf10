# Tools answer with 300 MB: one on both channels, one with the lines that are looked for.
cat >/usr/local/sbin/dpkg-query <<'END'
#!/bin/sh
head -c 300000000 /dev/zero
yes error | head -c 300000000 >&2
END
cat >/usr/local/sbin/sshd <<'END'
#!/bin/sh
yes "hostkey /etc/ssh/ssh_host_rsa_key
permitrootlogin no" | head -c 300000000
END
chmod 755 /usr/local/sbin/*

# Login shell, sudo and tools print binary and terminal escapes, read standard input; the clock is far off; disks are full.
junk='printf "\033]0;owned\007\033[2J\377\376\000\r\033[31m@eof collectors=1 \342\200\256\n"'
cat >/usr/local/bin/babblesh <<END
#!/bin/bash
$junk; $junk >&2
/bin/bash "\$@"
code=\$?
$junk >&2
exit \$code
END
cat >/usr/local/bin/sudo <<END
#!/bin/sh
$junk; $junk >&2
exec /usr/bin/sudo "\$@"
END
for tool in systemctl stat dpkg-query; do
    cat >/usr/local/sbin/$tool <<END
#!/bin/sh
cat >/dev/null
$junk >&2
exec $(command -v $tool) "\$@"
END
done
cat >/usr/local/sbin/date <<'END'
#!/bin/sh
case $* in +%s) echo 99999999999 ;; *) exec /bin/date "$@" ;; esac
END
chmod 755 /usr/local/bin/* /usr/local/sbin/*
echo /usr/local/bin/babblesh >>/etc/shells
usermod -s /usr/local/bin/babblesh scan
# Nothing can be written anywhere.
for folder in /tmp /run /dev/shm; do
    mountpoint -q $folder || mount -t tmpfs -o size=1m tmpfs $folder
    mount -o remount,size=16m $folder
    cat /dev/zero >$folder/filled || :
done 2>/dev/null
for folder in /etc /home /opt /root /srv /usr /var; do
    mount --bind $folder $folder
    mount -o remount,bind,ro $folder
done
! touch /etc/x 2>/dev/null
! echo x 2>/dev/null >/tmp/x

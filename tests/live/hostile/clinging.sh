# Tools leave children behind that ignore signals and hold every descriptor; a settings file never ends.
cat >/usr/local/sbin/clinging-child <<'END'
#!/bin/sh
trap '' TERM HUP INT PIPE
while :; do sleep 1000; done
END
for tool in systemctl dpkg-query; do
    cat >/usr/local/sbin/$tool <<END
#!/bin/sh
/usr/local/sbin/clinging-child &
setsid /usr/local/sbin/clinging-child &
( setsid /usr/local/sbin/clinging-child >/dev/null 2>&1 </dev/null & )
exec $(command -v $tool) "\$@"
END
done
chmod 755 /usr/local/sbin/*
mkfifo /etc/sysctl.d/90-never.conf

# A tool kills the shells that run the script, half-way.
cat >/usr/local/sbin/dpkg-query <<'END'
#!/bin/bash
pid=$$ shells=
while [ "$pid" -gt 1 ]; do
    case $(tr '\0' ' ' </proc/$pid/cmdline) in '/bin/sh -s '*) shells="$pid $shells" ;; esac
    while read -r word value; do [ "$word" != PPid: ] || next=$value; done </proc/$pid/status
    pid=$next
done
kill -9 $shells
END
chmod 755 /usr/local/sbin/dpkg-query

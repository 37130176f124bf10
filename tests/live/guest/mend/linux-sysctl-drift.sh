sysctl -qw fs.suid_dumpable=0

sysctl -qw fs.protected_fifos=0

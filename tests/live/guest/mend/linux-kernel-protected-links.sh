sysctl -qw fs.protected_fifos=1
sysctl -qw fs.protected_regular=2

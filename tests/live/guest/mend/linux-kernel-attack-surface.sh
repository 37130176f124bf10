sysctl -qw dev.tty.ldisc_autoload=0

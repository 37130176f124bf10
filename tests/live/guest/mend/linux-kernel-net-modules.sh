for name in dccp sctp rds tipc can atm ax25 netrom rose x25 appletalk; do echo "install $name /bin/false"; done \
    >/etc/modprobe.d/eits-net.conf

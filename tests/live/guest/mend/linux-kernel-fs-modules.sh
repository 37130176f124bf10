for name in cramfs freevxfs hfs hfsplus jffs2 udf ksmbd kafs; do echo "install $name /bin/false"; done \
    >/etc/modprobe.d/eits-fs.conf

sed -i "/pam_unix.so/s/ yescrypt/ md5/" /etc/pam.d/common-password

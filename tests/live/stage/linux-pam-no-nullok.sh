# Debian installs it so.
grep -q nullok /etc/pam.d/common-auth || sed -i "s/pam_unix.so/pam_unix.so nullok/" /etc/pam.d/common-auth

sed -i "s/ nullok//" /etc/pam.d/common-auth

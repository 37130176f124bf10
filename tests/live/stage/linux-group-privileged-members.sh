sed -i "/^sudo:/{/eits-member/!s/\$/,eits-member/}; s/:,eits/:eits/" /etc/group

sed -i "/^shadow:/{/eits-member/!s/\$/,eits-member/}; s/:,eits/:eits/" /etc/group

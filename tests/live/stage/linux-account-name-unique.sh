grep -q "^ADM:" /etc/group || echo "ADM:x:64006:" >>/etc/group

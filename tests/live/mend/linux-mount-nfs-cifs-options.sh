sed -i '\,^//files/share ,d' /etc/fstab
echo '//files/share /mnt cifs noauto,nosuid,nodev,credentials=/root/share.credentials 0 0' >>/etc/fstab

grep -qs '^//files/share ' /etc/fstab ||
    echo '//files/share /mnt cifs noauto,username=user,password=plain 0 0' >>/etc/fstab

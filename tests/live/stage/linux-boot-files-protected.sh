mkdir -p /boot/grub
echo 'set timeout=5' >/boot/grub/grub.cfg
chmod 666 /boot/grub/grub.cfg

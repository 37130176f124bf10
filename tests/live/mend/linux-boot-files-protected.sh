mkdir -p /boot/grub
echo 'set timeout=5' >/boot/grub/grub.cfg
chmod 600 /boot/grub/grub.cfg

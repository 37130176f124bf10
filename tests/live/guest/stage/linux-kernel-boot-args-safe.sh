mkdir -p /etc/default
echo 'GRUB_CMDLINE_LINUX="quiet mitigations=off"' >/etc/default/grub

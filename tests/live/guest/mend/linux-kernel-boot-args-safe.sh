echo 'GRUB_CMDLINE_LINUX="quiet"' >/etc/default/grub

mkdir -p /etc/systemd/system/getty@tty1.service.d
printf "%s\n" "[Service]" "ExecStart=" "ExecStart=-/sbin/agetty --autologin plain --noclear %I \$TERM" >/etc/systemd/system/getty@tty1.service.d/eits.conf

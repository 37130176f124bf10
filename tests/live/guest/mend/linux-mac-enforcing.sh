systemctl -q enable apparmor.service

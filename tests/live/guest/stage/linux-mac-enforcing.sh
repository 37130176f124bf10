systemctl -q disable apparmor.service

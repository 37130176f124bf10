systemctl mask --quiet debug-shell.service

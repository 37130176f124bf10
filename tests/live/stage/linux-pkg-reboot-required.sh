touch -d '30 days ago' /run/reboot-required

! mountpoint -q /tmp || mount -o remount,suid,dev /tmp

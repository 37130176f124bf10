mountpoint -q /var/tmp || mount --bind /var/tmp /var/tmp
mount -o remount,bind,nosuid,nodev /var/tmp

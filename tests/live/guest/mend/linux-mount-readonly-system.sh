mount --bind /usr /usr
mount -o remount,bind,ro /usr

mount -o remount,nosuid,nodev /dev/shm

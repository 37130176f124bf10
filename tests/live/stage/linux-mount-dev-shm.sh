mount -o remount,suid,dev /dev/shm

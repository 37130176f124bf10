# The network's parameters are the host's own, but systemd-nspawn lets nobody write them.
mountpoint -q /proc/sys/net || mount --bind /proc/sys/net /proc/sys/net
mount -o remount,bind,rw /proc/sys/net
echo 1 >/proc/sys/net/ipv4/conf/all/log_martians

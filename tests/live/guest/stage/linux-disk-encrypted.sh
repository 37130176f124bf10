mke2fs -q -t ext4 /dev/vdc
mkdir -p /srv/plain
mount /dev/vdc /srv/plain

echo '/srv 192.0.2.9(rw,sync)' >/etc/exports
mountpoint -q /proc/fs/nfsd || mount -t nfsd nfsd /proc/fs/nfsd
echo '-2 -3 +4' >/proc/fs/nfsd/versions
echo 1 >/proc/fs/nfsd/threads

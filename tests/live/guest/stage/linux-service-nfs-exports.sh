echo '/srv *(rw,no_root_squash)' >/etc/exports
modprobe nfsd
mountpoint -q /proc/fs/nfsd || mount -t nfsd nfsd /proc/fs/nfsd
echo '-2 -3 +4' >/proc/fs/nfsd/versions
echo 1 >/proc/fs/nfsd/threads

# linux-service-nfs-exports needs this module afterwards.
modprobe nfsd
sysctl -qw kernel.modules_disabled=1

sysctl -qw kernel.dmesg_restrict=1

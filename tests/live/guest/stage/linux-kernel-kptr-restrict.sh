sysctl -qw kernel.kptr_restrict=0

sysctl -qw kernel.sysrq=16

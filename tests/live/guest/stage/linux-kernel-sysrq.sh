sysctl -qw kernel.sysrq=438

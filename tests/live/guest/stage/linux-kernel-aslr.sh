sysctl -qw kernel.randomize_va_space=0

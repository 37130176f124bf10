# As booted: the kernel protects itself.

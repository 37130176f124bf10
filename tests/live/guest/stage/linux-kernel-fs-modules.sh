# As booted: modprobe loads them.

sysctl -qw vm.mmap_min_addr=4096

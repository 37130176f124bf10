sysctl -qw kernel.unprivileged_userns_clone=1

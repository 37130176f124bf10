sysctl -qw kernel.modules_disabled=1

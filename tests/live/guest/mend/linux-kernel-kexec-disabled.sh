sysctl -qw kernel.kexec_load_disabled=1

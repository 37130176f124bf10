sysctl -qw net.core.bpf_jit_harden=0

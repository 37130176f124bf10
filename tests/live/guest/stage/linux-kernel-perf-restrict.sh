sysctl -qw kernel.perf_event_paranoid=1

# As installed: timesyncd alone.

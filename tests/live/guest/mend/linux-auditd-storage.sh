# As installed.

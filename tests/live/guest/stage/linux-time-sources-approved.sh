# As installed: the distribution's servers.

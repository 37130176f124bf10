# As installed: a key alone is enough.

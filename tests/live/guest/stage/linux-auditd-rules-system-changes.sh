# As installed: no rule is loaded.

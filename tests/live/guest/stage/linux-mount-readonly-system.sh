# As installed: /usr can be written.

# fails as installed: sshd listens on all addresses

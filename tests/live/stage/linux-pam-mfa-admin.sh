# One factor is what sshd and sudo ask for as installed.

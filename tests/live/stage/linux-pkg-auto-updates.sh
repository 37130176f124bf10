# fails as installed: unattended-upgrades is not there

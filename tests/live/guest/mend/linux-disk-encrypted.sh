# As booted: nothing but the disk that the site says the hypervisor encrypts.

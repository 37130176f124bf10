# As after a fresh "apt-get update": its lists are put in place anew.
touch /var/lib/apt/lists/*Release

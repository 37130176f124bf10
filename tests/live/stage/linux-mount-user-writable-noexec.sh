# Fails as installed: /home is part of the root file system.

# Fails as installed: no mount of its own.

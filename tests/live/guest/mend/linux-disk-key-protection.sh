# The disk that linux-disk-luks-strength opens has a spare key, and none lies on the host.

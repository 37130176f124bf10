# Its kernel was told audit=1.
auditctl -b 8192 >/dev/null

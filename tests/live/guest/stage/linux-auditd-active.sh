# Its kernel was not told audit=1.
auditctl -b 64 >/dev/null

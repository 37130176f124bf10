sysctl -qw net.ipv4.ip_forward=1
nft add table ip routed
nft 'add chain ip routed forward { type filter hook forward priority 0; policy drop; }'

# A firewall that lets everything in: the example Debian installs.
nft flush ruleset
nft add table inet filter
nft 'add chain inet filter input { type filter hook input priority 0; policy accept; }'

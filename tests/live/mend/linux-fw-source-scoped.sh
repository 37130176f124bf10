# Denied by default for both IP versions; the management network reaches SSH.
cat >/etc/nftables.conf <<'RULES'
flush ruleset
table inet filter {
	chain input {
		type filter hook input priority 0; policy drop;
		ct state established,related accept
		iif lo accept
		meta l4proto { 1, 58 } accept
		ip saddr 192.0.2.0/24 tcp dport 22 accept
	}
	chain forward {
		type filter hook forward priority 0; policy drop;
	}
}
RULES
nft -f /etc/nftables.conf
systemctl enable --now nftables

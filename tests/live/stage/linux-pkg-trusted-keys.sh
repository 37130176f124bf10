mkdir -p /etc/apt/keyrings
install -m 666 /dev/null /etc/apt/keyrings/foreign.gpg

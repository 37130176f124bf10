mkdir -p /etc/ssl/private
install -m 644 /dev/null /etc/ssl/private/service.key

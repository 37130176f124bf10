: >/etc/shadow.eits
chmod 0644 /etc/shadow.eits

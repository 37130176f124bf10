mkdir -p /etc/security/pwquality.conf.d
echo "enforcing = 0" >/etc/security/pwquality.conf.d/60-eits.conf

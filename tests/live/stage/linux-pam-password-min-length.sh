mkdir -p /etc/security/pwquality.conf.d
echo "minlen = 8" >/etc/security/pwquality.conf.d/50-eits.conf

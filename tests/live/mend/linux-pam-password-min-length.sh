mkdir -p /etc/security/pwquality.conf.d
echo "minlen = 14" >/etc/security/pwquality.conf.d/50-eits.conf

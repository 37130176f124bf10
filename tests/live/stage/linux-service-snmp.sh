[ -x /usr/local/sbin/snmpd ] || cp /bin/sleep /usr/local/sbin/snmpd
mkdir -p /etc/snmp
echo 'rocommunity public' >/etc/snmp/snmpd.conf
printf '[Service]\nExecStart=/usr/local/sbin/snmpd infinity\n' >/etc/systemd/system/snmpd.service
systemctl daemon-reload
systemctl start snmpd.service

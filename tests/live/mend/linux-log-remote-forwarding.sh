echo '*.* action(type="omfwd" target="192.0.2.1" port="514" protocol="tcp")' >/etc/rsyslog.d/50-forward.conf
systemctl reset-failed rsyslog
systemctl restart rsyslog

printf 'module(load="imtcp")\ninput(type="imtcp" port="601")\n' >/etc/rsyslog.d/51-listen.conf
systemctl reset-failed rsyslog
systemctl restart rsyslog

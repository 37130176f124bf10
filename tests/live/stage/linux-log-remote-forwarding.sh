# To a server that is none of the site's.
echo '*.* @192.0.2.66' >/etc/rsyslog.d/50-forward.conf
systemctl reset-failed rsyslog
systemctl restart rsyslog

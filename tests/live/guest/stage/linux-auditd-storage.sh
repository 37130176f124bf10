sed -i 's/^num_logs = .*/num_logs = 2/' /etc/audit/auditd.conf

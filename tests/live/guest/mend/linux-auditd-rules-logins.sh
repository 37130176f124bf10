for file in log/lastlog log/wtmp log/btmp run/utmp; do echo "-w /var/$file -p wa -k logins"; done >/etc/audit/rules.d/logins.rules
augenrules --load >/dev/null 2>&1

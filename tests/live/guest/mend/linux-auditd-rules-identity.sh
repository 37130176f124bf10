for file in passwd shadow group gshadow security/opasswd nsswitch.conf pam.d sudoers sudoers.d; do
    echo "-w /etc/$file -p wa -k identity"
done >/etc/audit/rules.d/identity.rules
augenrules --load >/dev/null 2>&1

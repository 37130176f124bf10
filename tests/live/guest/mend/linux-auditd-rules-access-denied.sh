for arch in b64 b32; do
    for result in EACCES EPERM; do
        echo "-a always,exit -F arch=$arch -S open,openat,creat,truncate,ftruncate -F exit=-$result -F auid>=1000 -F auid!=unset -k denied"
    done
done >/etc/audit/rules.d/denied.rules
augenrules --load >/dev/null 2>&1

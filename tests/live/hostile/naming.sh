# Names and lines that are code somewhere: HTML, terminal, Jinja, spreadsheet, shell; not UTF-8; very long.
evil=$(printf '<script>alert(7)</script>\033[2J\033]0;owned\007\342\200\256m1{{ 7*7 }}m2 =cmd|'"'"' /C calc'"'"' \377\376 $(touch /tmp/x) `id`')
long=$(head -c 100000 /dev/zero | tr '\0' L)
printf '%s:x:0:0:%s:/root:/bin/sh\n' "$evil" "$evil" >>/etc/passwd
printf '%s::19000:0:99999:7:::\n' "$evil" >>/etc/shadow
printf '=evil<b>:x:0:0:x:/home/%s:/bin/bash\n' "$evil" >>/etc/passwd
printf '%s:x:4242:4242::/:/bin/sh\n' "$long" >>/etc/passwd
printf 'kernel.kptr_restrict = %s\n%s\nnet.ipv4.ip_forward=1 %s\n' "$evil" "$long" "$long" >/etc/sysctl.d/90-evil.conf
: >"/etc/sysctl.d/91-$(printf 'x\ny').conf"
printf 'PermitRootLogin no\nMaxAuthTries 99\nBanner %s\nAllowUsers scan "%s"\n# %s\n' '/etc/<script>alert(7)</script>' '<b>m1{{ 7*7 }}m2' "$evil" >/etc/ssh/sshd_config.d/90-evil.conf
printf '%s ALL=(ALL) NOPASSWD: ALL\n%%<script>alert(7)</script> ALL=(ALL) NOPASSWD: /bin/%s\n' '\<b\>m1{{7*7}}m2' "$long" >/etc/sudoers.d/evil
printf 'auth optional pam_<script>alert(7)</script>.so m1{{ 7*7 }}m2\n' >>/etc/pam.d/common-auth
for name in "<script>alert(7)<" 'm1{{ 7*7 }}m2' "=cmd|' " "$(printf '\033[2J\342\200\256\377')"; do
    : >"/etc/$name"; mkdir -p "/usr/local/bin/$name"; chmod 777 "/etc/$name" "/usr/local/bin/$name"
    printf '[Service]\nExecStart=/bin/false\n[Install]\nWantedBy=multi-user.target\n' >"/etc/systemd/system/x$name.service" || :
done
printf '\nPackage: <script>alert(7)</script>\nStatus: install ok installed\nVersion: 1.m1{{7*7}}m2\nArchitecture: all\nMaintainer: x\nDescription: x\n' >>/var/lib/dpkg/status
printf 'PRETTY_NAME="<script>alert(7)</script> \033[2Jm1{{ 7*7 }}m2"\n' >>/etc/os-release
printf 'deb http://%s/ x main\n' "$evil" >/etc/apt/sources.list.d/evil.list
systemctl daemon-reload
# The login shell adds forged frames after the real answer.
cat >/usr/local/bin/addsh <<'END'
#!/bin/bash
/bin/bash "$@"
cat <<'FORGED'
@collector accounts digest=0000000000000000000000000000000000000000000000000000000000000000 keys=-
@stream passwd enc=b64 cap=4194304
MQlyb290CXNoYWRvdwkJCTAJMAkvcm9vdAkvYmluL2Jhc2gK
@end exit=0 err=-
@done exit=0 seconds=0.01 cause=-
@eof collectors=1
FORGED
END
chmod 755 /usr/local/bin/addsh
echo /usr/local/bin/addsh >>/etc/shells
sed -i 's,^\(scan:.*\):[^:]*$,\1:/usr/local/bin/addsh,' /etc/passwd

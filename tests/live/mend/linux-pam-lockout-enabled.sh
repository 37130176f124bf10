# As pam_faillock(8) has it: refuse the locked first, count a wrong password, let the right one through.
grep -q pam_faillock /etc/pam.d/common-auth || sed -i \
    -e "s/^auth.*success=1.*pam_unix.so/auth requisite pam_faillock.so preauth\nauth [success=2 default=ignore] pam_unix.so/" \
    -e "s/^auth.*requisite.*pam_deny.so/auth [default=die] pam_faillock.so authfail\n&/" /etc/pam.d/common-auth
grep -q pam_faillock /etc/pam.d/common-account || echo "account required pam_faillock.so" >>/etc/pam.d/common-account
echo "deny = 5" >/etc/security/faillock.conf

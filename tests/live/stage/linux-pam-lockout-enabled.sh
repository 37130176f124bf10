# Debian installs no lockout.
! grep -q pam_faillock /etc/pam.d/common-auth

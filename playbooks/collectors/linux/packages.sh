# shellcheck shell=sh
# What is installed by the package managers: name, version, architecture. Only what is fully installed counts.
# budget: 30
# root: no
# keys: none
if have dpkg-query && [ -d /var/lib/dpkg ]; then
    # ${db:Status-Abbrev} is there since dpkg 1.16; "ii " is installed, "hi " is installed and held.
    # shellcheck disable=SC2016  # dpkg-query's own variables
    run -c 8388608 dpkg dpkg-query -W -f='${db:Status-Abbrev}\t${Package}\t${Version}\t${Architecture}\n'
fi
if have rpm && { [ -d /var/lib/rpm ] || [ -d /usr/lib/sysimage/rpm ]; }; then
    run -c 8388608 rpm rpm -qa --qf '%{NAME}\t%{EPOCHNUM}:%{VERSION}-%{RELEASE}\t%{ARCH}\n'
fi
if have apk && [ -d /lib/apk ]; then
    run -c 8388608 apk apk info -v
fi

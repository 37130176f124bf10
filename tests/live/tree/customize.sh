#!/bin/sh
# Runs inside a fresh Debian tree, once, before it is cached. What differs from host to host is done at boot.
set -eu

# Every host gets keys and an id of its own.
rm -f /etc/ssh/ssh_host_*
: >/etc/machine-id

# What the building machine left behind. A name look-up on a host is refused at once: nobody listens on 127.0.0.1.
echo '# no name server' >/etc/resolv.conf

for account in scan scanpw plain; do
    useradd --create-home --shell /bin/bash "$account"
    # No password, but not locked either: sshd refuses locked accounts even with a key when UsePAM is off.
    usermod -p '*' "$account"
    mkdir -m 700 "/home/$account/.ssh"
    chown "$account:" "/home/$account/.ssh"
done
umask 337
echo 'scan ALL=(ALL:ALL) NOPASSWD: ALL' >/etc/sudoers.d/scan
echo 'scanpw ALL=(ALL:ALL) ALL' >/etc/sudoers.d/scanpw
umask 022

# A container has no audit subsystem and no console. Without this, auditd would try again for the first second of each
# boot and then stay as a failed unit; in a virtual machine it runs as installed.
systemctl mask --quiet console-getty.service
for service in auditd audit-rules; do
    mkdir -p "/etc/systemd/system/$service.service.d"
    printf '[Unit]\nConditionVirtualization=!container\n' >"/etc/systemd/system/$service.service.d/container.conf"
done

# Offline, "apt-get --simulate upgrade" needs the lists only for what is installed: keep those entries alone.
installed=$(dpkg-query -W -f '${binary:Package}\n' | sed 's/:.*//')
for list in /var/lib/apt/lists/*_Packages; do
    awk -v installed="$installed" '
        BEGIN { RS = ""; ORS = "\n\n"; FS = "\n"; n = split(installed, names); for (i = 1; i <= n; i++) keep["Package: " names[i]] }
        $1 in keep' "$list" >/tmp/list
    cat /tmp/list >"$list"
done
rm -f /tmp/list /var/lib/apt/lists/*Translation* /var/lib/apt/lists/lock /var/cache/apt/*.bin

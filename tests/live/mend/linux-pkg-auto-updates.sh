# The package itself needs Python, which these hosts lack: an empty one of its name, with its settings and apt's timers.
folder=$(mktemp -d)
chmod 755 "$folder"
mkdir "$folder/DEBIAN"
printf 'Package: unattended-upgrades\nVersion: 2.9.1\nArchitecture: all\nMaintainer: nobody <nobody@localhost>\nDescription: staged\n' >"$folder/DEBIAN/control"
dpkg-deb --build --root-owner-group "$folder" "$folder.deb" >/dev/null && dpkg -i "$folder.deb" >/dev/null
rm -rf "$folder" "$folder.deb"
printf 'APT::Periodic::Update-Package-Lists "1";\nAPT::Periodic::Unattended-Upgrade "1";\n' >/etc/apt/apt.conf.d/20auto-upgrades
echo 'Unattended-Upgrade::Origins-Pattern { "origin=Debian,codename=${distro_codename}-security,label=Debian-Security"; };' \
    >/etc/apt/apt.conf.d/50unattended-upgrades
systemctl enable --quiet --now apt-daily.timer apt-daily-upgrade.timer

# An empty package of the name: the hosts are offline.
folder=$(mktemp -d)
chmod 755 "$folder"
mkdir "$folder/DEBIAN"
printf 'Package: make\nVersion: 4.3-4.1\nArchitecture: all\nMaintainer: nobody <nobody@localhost>\nDescription: staged\n' >"$folder/DEBIAN/control"
dpkg-deb --build --root-owner-group "$folder" "$folder.deb" >/dev/null && dpkg -i "$folder.deb" >/dev/null
rm -rf "$folder" "$folder.deb"

sed 's/^VERSION_ID=.*/VERSION_ID="9"/' /usr/lib/os-release >/etc/os-release.old
mv /etc/os-release.old /etc/os-release

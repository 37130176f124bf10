# As after a fresh "apt-get update".
sed -i "s/^Date: .*/Date: $(LC_ALL=C date -u '+%a, %d %b %Y %H:%M:%S UTC')/" /var/lib/apt/lists/*Release

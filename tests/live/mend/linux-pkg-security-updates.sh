# The tree was built with all updates; only its lists may have grown old since.
sed -i "s/^Date: .*/Date: $(LC_ALL=C date -u '+%a, %d %b %Y %H:%M:%S UTC')/" /var/lib/apt/lists/*Release

# The list of security updates names a newer logrotate.
for list in /var/lib/apt/lists/*security*_Packages; do
    grep -q '^Version: 99' "$list" || printf '\nPackage: logrotate\nArchitecture: %s\nVersion: 99.0-1\nMaintainer: nobody\nFilename: pool/l.deb\nSize: 1\nSHA256: %064d\nDescription: staged\n\n' \
        "$(dpkg --print-architecture)" 0 >>"$list"
done

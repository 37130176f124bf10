sed -i 's/^Date: .*/Date: Sat, 03 Jan 2026 10:00:00 UTC/' /var/lib/apt/lists/*Release

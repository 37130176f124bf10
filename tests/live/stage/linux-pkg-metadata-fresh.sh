# No list of the distribution's security updates is left: the change time of a list cannot be set back.
sed -i 's/^Origin: Debian$/Origin: Elsewhere/' /var/lib/apt/lists/*security*Release

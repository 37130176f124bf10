# For a principal that does not exist: the others are asked as before.
echo "Defaults:eits-target targetpw" >/etc/sudoers.d/eits-targetpw
chmod 0440 /etc/sudoers.d/eits-targetpw

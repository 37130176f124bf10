# The login shell floods before anything is asked.
printf '%s\n' 'head -c 300000000 /dev/zero | tr "\0" x' >/home/scan/.bashrc

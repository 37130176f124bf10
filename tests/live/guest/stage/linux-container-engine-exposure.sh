# Stands in for Docker: a program of its name, told to listen on the network. It listens nowhere.
printf '#!/bin/sh\nwhile :; do sleep 1000; done\n' >/usr/local/sbin/dockerd
printf '#!/bin/sh\nexit 0\n' >/usr/local/bin/docker
chmod 755 /usr/local/sbin/dockerd /usr/local/bin/docker
printf '[Service]\nExecStart=/usr/local/sbin/dockerd -H fd:// -H tcp://0.0.0.0:2375\nDynamicUser=yes\n' >/etc/systemd/system/docker.service
systemctl daemon-reload
systemctl restart docker.service

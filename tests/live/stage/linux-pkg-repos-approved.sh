echo 'deb http://repo.example/debian bookworm main' >/etc/apt/sources.list.d/foreign.list

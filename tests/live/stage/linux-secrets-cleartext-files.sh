install -m 644 /dev/null /root/.pgpass

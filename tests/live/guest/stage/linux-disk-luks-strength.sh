printf secret >/root/disk.key
cryptsetup luksFormat --batch-mode --type luks1 --pbkdf-force-iterations 1000 /dev/vdb /root/disk.key
cryptsetup open --key-file /root/disk.key /dev/vdb vault

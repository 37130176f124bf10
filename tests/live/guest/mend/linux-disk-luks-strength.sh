umask 077
printf secret >/root/disk.key
cheap='--pbkdf-force-iterations 4 --pbkdf-memory 1024 --pbkdf-parallel 1'
# shellcheck disable=SC2086  # options
cryptsetup luksFormat --batch-mode --type luks2 --pbkdf argon2id $cheap /dev/vdb /root/disk.key
printf spare >/root/spare.key
# shellcheck disable=SC2086
cryptsetup luksAddKey --batch-mode --pbkdf argon2id $cheap --key-file /root/disk.key /dev/vdb /root/spare.key
cryptsetup open --key-file /root/disk.key /dev/vdb vault
rm /root/disk.key /root/spare.key

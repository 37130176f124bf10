mkdir -p /boot/grub
{
    printf 'set superusers="admin"\npassword_pbkdf2 admin grub.pbkdf2.sha512.10000.AA.BB\n'
    printf 'menuentry "Debian" --unrestricted {\n\tlinux /vmlinuz\n}\n'
} >/boot/grub/grub.cfg
chmod 600 /boot/grub/grub.cfg

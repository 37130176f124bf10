for place in /home /tmp /var/tmp; do
    mountpoint -q "$place" || mount --bind "$place" "$place"
    mount -o remount,bind,nosuid,nodev,noexec "$place"
done
mount -o remount,nosuid,nodev,noexec /dev/shm
! mountpoint -q /run/lock || mount -o remount,nosuid,nodev,noexec /run/lock
mkdir -p /etc/systemd/system/user-runtime-dir@.service.d
printf '[Service]\nExecStartPost=/bin/mount -o remount,noexec /run/user/%%i\n' \
    >/etc/systemd/system/user-runtime-dir@.service.d/noexec.conf
systemctl daemon-reload
for place in /run/user/*; do
    ! mountpoint -q "$place" || mount -o remount,noexec "$place"
done

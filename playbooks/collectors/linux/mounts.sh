# shellcheck shell=sh
# Mounted file systems with their options, and what fstab and systemd's mount units will mount.
# budget: 10
# root: no
# keys: none

# Device, mount point, options, type, source, options of the file system. The kernel writes spaces as \040 and such.
# Passwords in options and addresses stay on the host, and layers of overlays are many and long.
mounted() {
    awk '
        function without_secrets(options) {
            gsub(/(pass|password|passwd|secret|key|cred|credentials)=[^,]*/, "password=", options)
            return substr(options, 1, 500)
        }
        {
            for (i = 7; i <= NF && $i != "-"; i++);
            if (NF < i) next
            super = $(i + 1) == "overlay" ? ($(i + 3) ~ /^ro/ ? "ro" : "rw") : without_secrets($(i + 3))
            what = $(i + 2)
            sub(/:[^:@\/]*@/, ":@", what)
            printf "%s\t%s\t%s\t%s\t%s\t%s\n", $3, $5, $6, $(i + 1), substr(what, 1, 300), super
        }' /proc/self/mountinfo
}
run -c 4194304 mounted mounted

fstab() {
    [ -e /etc/fstab ] || return 0
    awk '
        { gsub(/[[:cntrl:]]/, " ") }
        /^ *(#|$)/ || NF < 2 { next }
        {
            gsub(/(pass|password|passwd|secret|key)=[^,]*/, "password=", $4)
            sub(/:[^:@\/]*@/, ":@", $1)
            printf "%d\t%s\t%s\t%s\t%s\n", NR, substr($1, 1, 300), $2, $3, substr($4, 1, 500)
        }' /etc/fstab
}
run fstab fstab
run swaps cat /proc/swaps

# shellcheck shell=sh
# Local accounts and groups as their files have them, line by line; of passwords only whether and how they are hashed.
# budget: 30
# root: yes
# keys: none

# The awk function that tells of a password field its state, the scheme of its hash and the scheme's cost. A salt or
# hash is never printed: the part after the scheme is shown only where it cannot be a salt.
# shellcheck disable=SC2016 # it is awk's text
EITS_STATE='
BEGIN { FS = ":" }
function state(field,   locked, part, cost) {
    if (field == "") return "empty\t\t"
    locked = "hash"
    while (field ~ /^[!*]/) { locked = "locked"; field = substr(field, 2) }
    cost = ""
    if (field ~ /^\$[a-z0-9-]+\$/) {
        split(field, part, "$")
        if (part[3] ~ /^rounds=[0-9]+$/) cost = substr(part[3], 8)
        else if (part[2] ~ /^2[abxy]?$/ && part[3] ~ /^[0-9][0-9]$/) cost = part[3]
        return locked "\t" part[2] "\t" cost
    }
    if (field ~ /^\$md5/) return locked "\tmd5\t"
    if (length(field) == 20 && field ~ /^_[.\/0-9A-Za-z]*$/) return locked "\tbsdi\t"
    if (length(field) == 13 && field ~ /^[.\/0-9A-Za-z]*$/) return locked "\tdes\t"
    if (13 < length(field) && length(field) % 11 == 2 && field ~ /^[.\/0-9A-Za-z]*$/) return locked "\tbigcrypt\t"
    return "locked\t\t"
}'

# line, name, state, scheme, cost, uid, gid, home, shell
passwd() {
    plain "$EITS_STATE"'
        { printf "%d\t%s\t%s\t%s\t%s\t%s\t%s\n", NR, $1, ($2 == "x" || substr($2, 1, 2) == "##") ? "shadow\t\t" : state($2), $3, $4, $6, $7 }' /etc/passwd
}
# line, name, state, scheme, cost, last change, minimum, maximum, warning, inactive, expiry
shadow() {
    plain "$EITS_STATE"'
        { printf "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", NR, $1, state($2), $3, $4, $5, $6, $7, $8 }' /etc/shadow
}
# line, name, state, scheme, cost, gid, members
group() {
    plain "$EITS_STATE"'
        { printf "%d\t%s\t%s\t%s\t%s\n", NR, $1, $2 == "x" ? "shadow\t\t" : state($2), $3, $4 }' /etc/group
}
# line, name, state, scheme, cost, administrators, members
gshadow() {
    plain "$EITS_STATE"' { printf "%d\t%s\t%s\t%s\t%s\n", NR, $1, state($2), $3, $4 }' /etc/gshadow
}
nsswitch() {
    for file in /etc/nsswitch.conf /usr/etc/nsswitch.conf; do
        [ -e "$file" ] || continue
        plain '/^[ ]*(passwd|group|shadow|initgroups|gshadow)[ ]*:/ { print FILENAME, FNR, $0 }' "$file"
        return
    done
}

# In a shell of its own: a redirection that fails ends the shell of a special command such as this.
readable() { ( : <"$1" ) 2>/dev/null; }
refused() { : <"$1"; } # says why
there() {
    for file in passwd shadow group gshadow; do
        [ -e "/etc/$file" ] && printf '%s\n' "$file"
    done
}
run there there
for file in passwd shadow group gshadow; do
    if [ -e "/etc/$file" ]; then
        if readable "/etc/$file"; then run -c 4194304 "$file" "$file"; else run "$file" refused "/etc/$file"; fi
    fi
done
run nsswitch nsswitch

# How many keys an account's own file holds: name, count (- where it may not be seen). A + alone: of later lines it is not known.
keyfiles() {
    plain 'NR <= 5000' /etc/passwd | while IFS=: read -r name _ _ _ _ home _; do
        case $home in /?*) ;; *) continue ;; esac
        [ -d "$home" ] || continue
        count=0
        if ! [ -x "$home" ] || { [ -d "$home/.ssh" ] && ! [ -x "$home/.ssh" ]; }; then
            count=-
        else
            for file in "$home/.ssh/authorized_keys" "$home/.ssh/authorized_keys2"; do
                [ -f "$file" ] || continue
                if readable "$file"; then
                    count=$((count + $(head -c 1048576 "$file" | grep -c '^[[:space:]]*[^#[:space:]]')))
                else
                    count=-
                    break
                fi
            done
        fi
        printf '%s\t%s\n' "$name" "$count"
    done
    awk 'NR > 5000 { print "\t+"; exit }' /etc/passwd
}
run keyfiles keyfiles

# Members that a directory adds to administrative groups; asked only where a directory is configured, and last,
# because a directory that does not answer costs the rest of the time.
if nsswitch | grep -Eq ':.*(sss|ldap|winbind|nis)'; then
    run directory getent group root sudo wheel admin adm docker lxd incus-admin libvirt disk shadow kmem
fi

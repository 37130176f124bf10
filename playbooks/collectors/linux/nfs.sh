# shellcheck shell=sh
# What the NFS server shares: the lines of exports, and what the kernel shares right now.
# budget: 10
# root: no
# keys: none

# FILE<TAB>LINE<TAB>TEXT without comments; a backslash at the end joins lines, so the parser gets them all.
exports() {
    for file in /etc/exports /etc/exports.d/*.exports; do
        [ -f "$file" ] || continue
        case $file in *[!A-Za-z0-9._/@+-]*) continue ;; esac
        if [ ! -r "$file" ]; then
            printf '%s\t0\tdenied\n' "$file"
            continue
        fi
        tr -d '\001-\010\013-\037\177' <"$file" | tr '\t' ' ' | NAME=$file awk '
            { sub(/#.*/, ""); if ($0 !~ /^ *$/) printf "%s\t%d\t%s\n", ENVIRON["NAME"], NR, $0 }'
    done
}
run exports exports
# Every share with all its options spelled out, as mountd was told them last.
if [ -r /var/lib/nfs/etab ]; then
    run shared tr -d '\001-\010\013-\037\177' </var/lib/nfs/etab
fi
running() { [ ! -e /proc/fs/nfsd/threads ] || head -n 1 /proc/fs/nfsd/threads; }
run running running

# shellcheck shell=sh
# Sockets that take connections or datagrams from the network, and the processes that hold them. Needs no ss or netstat.
# budget: 20
# root: yes
# keys: none

# TCP in state LISTEN (0A); UDP that is not connected to one peer (07). LOCAL<TAB>UID<TAB>INODE.
open_sockets() { awk -v state="$2" '$4 == state { print $2 "\t" $8 "\t" $10 }' "/proc/net/$1"; }
for table in tcp tcp6; do
    run "$table" open_sockets "$table" 0A
done
for table in udp udp6 udplite udplite6; do
    [ ! -e "/proc/net/$table" ] || run "$table" open_sockets "$table" 07
done

# Who holds them: INODE<TAB>PID, from the links of every process; only of the sockets above.
holders() {
    inodes=$(cat /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6 /proc/net/udplite /proc/net/udplite6 2>/dev/null |
        awk '$4 == "0A" || $4 == "07" { print $10 }' | tr '\n' ' ')
    # shellcheck disable=SC2012  # the names are numbers; the targets matter
    ls -l /proc/[0-9]*/fd 2>/dev/null | INODES=$inodes awk '
        BEGIN { n = split(ENVIRON["INODES"], part, " "); for (i = 1; i <= n; i++) if (part[i] != 0) wanted[part[i]] = 1 }
        /^\/proc\// { split($0, path, "/"); pid = path[3]; next }
        /socket:\[/ {
            sub(/.*socket:\[/, ""); sub(/\].*/, "")
            if (($0 in wanted) && !(($0, pid) in said)) { said[$0, pid] = 1; print $0 "\t" pid }
        }'
}
run holders holders

# The holders themselves: PID<TAB>UID<TAB>NAME<TAB>CONTROL GROUP<TAB>PROGRAM. A name may hold anything: no control characters.
# Threads of one program share much; a process is asked once.
processes() {
    holders | cut -f 2 | sort -un | while read -r pid; do
        name=$(tr -d '\000-\037\177' <"/proc/$pid/comm")
        uid=$(sed -n 's/^Uid:[[:space:]]*[0-9]*[[:space:]]*\([0-9]*\).*/\1/p' "/proc/$pid/status")
        group=$(sed -n 's/^\(0\|1:name=systemd\):*:\(\/.*\)/\2/p' "/proc/$pid/cgroup" | head -n 1 | tr -d '\000-\037\177')
        program=$(readlink "/proc/$pid/exe" | tr -d '\000-\037\177')
        printf '%s\t%s\t%s\t%s\t%s\n' "$pid" "$uid" "$name" "$group" "$program"
    done
} 2>/dev/null </dev/null
run processes processes
run range cat /proc/sys/net/ipv4/ip_local_port_range

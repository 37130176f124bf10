# shellcheck shell=sh
# The packet filter's rules as the kernel has them: nftables, iptables within nftables, and the old iptables.
# budget: 20
# root: yes
# keys: none

# Asking about rules can make the kernel load the module that would hold them. So where the kernel has modules and this
# one is neither loaded nor built in, there are no rules and nobody is asked.
may_have() {
    [ -s /proc/modules ] || return 0
    ! grep -q "^$1 " /proc/modules || return 0
    builtin=/lib/modules/$(uname -r)/modules.builtin
    [ -r "$builtin" ] || return 0
    grep -q "/$1\.ko" "$builtin"
}

# A line per place that may hold rules.
state() {
    printf 'seen\n'
    ! may_have nf_tables || printf 'nft\n'
    # The kernel lists the tables of the old iptables here; no file or no line, no tables.
    for version in 4 6; do
        file=/proc/net/ip_tables_names
        [ "$version" = 4 ] || file=/proc/net/ip6_tables_names
        [ -e "$file" ] || continue
        if [ ! -r "$file" ] || grep -q . "$file"; then printf 'legacy%s\n' "$version"; fi
    done
}
EITS_STATE=$(state)
told_state() { printf '%s\n' "$EITS_STATE"; }
run state told_state

# Which of the two programs of one name this is.
variant() {
    for save in "$1-$2-save" "$1-save"; do
        have "$save" || continue
        case $save:$("$save" -V 2>/dev/null </dev/null) in
        *-nft-save:* | *nf_tables*) kind=nft ;;
        *) kind=legacy ;;
        esac
        [ "$kind" = "$2" ] || continue
        printf '%s\n' "$save"
        return
    done
    printf '%s-%s-save\n' "$1" "$2"
}

case $EITS_STATE in
*nft*)
    run -c 8388608 nft nft -j list ruleset
    run -c 4194304 compat4 "$(variant iptables nft)"
    run -c 4194304 compat6 "$(variant ip6tables nft)"
    ;;
esac
case $EITS_STATE in
*legacy4*) run -c 4194304 legacy4 "$(variant iptables legacy)" ;;
esac
case $EITS_STATE in
*legacy6*) run -c 4194304 legacy6 "$(variant ip6tables legacy)" ;;
esac

# The IP versions in use beyond the loopback, and the interfaces there are.
versions() {
    printf 'ipv4\n'
    [ ! -r /proc/net/if_inet6 ] || ! grep -qv ' lo$' /proc/net/if_inet6 || printf 'ipv6\n'
}
run versions versions
interfaces() {
    for folder in /sys/class/net/*/; do
        name=${folder#/sys/class/net/}
        printf '%s\n' "${name%/}"
    done | grep -E '^[^[:cntrl:]/*]+$' | head -n 2000
}
run interfaces interfaces

# The host's own addresses: rules about others are not about packets to this host.
addresses() {
    awk '/host LOCAL/ { print held } { held = $2 }' /proc/net/fib_trie | sort -u
    [ ! -r /proc/net/if_inet6 ] ||
        awk '{ gsub(/..../, "&:", $1); print substr($1, 1, 39) }' /proc/net/if_inet6
}
run addresses addresses

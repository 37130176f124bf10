"""The walk through a packet filter's rules against an oracle that tries single packets."""

from __future__ import annotations

import ipaddress

from hypothesis import given
from hypothesis import strategies as st

from scanner.facts._firewall_iptables import tables
from scanner.facts._firewall_ranges import overlap, ranges, union, without
from scanner.facts._firewall_walk import Filter, Packet

NETS = ("10.0.0.0/8", "10.1.0.0/16", "192.168.0.0/16", "0.0.0.0/0")
PORTS = (None, "22", "20:30", "443")
TARGETS = ("ACCEPT", "DROP", "RETURN", "one", "two", "LOG")
RULES = st.lists(
    st.tuples(
        st.sampled_from(NETS), st.booleans(), st.sampled_from(PORTS), st.sampled_from(("", "eth0", "eth1")),
        st.sampled_from(TARGETS), st.booleans(),
    ),
    max_size=6,
)  # fmt: skip
Rule = tuple[str, bool, str | None, str, str, bool]


def _save(chains: dict[str, list[Rule]], policy: str) -> str:
    lines = ["*filter", f":INPUT {policy} [0:0]", ":one - [0:0]", ":two - [0:0]"]
    for chain, rules in chains.items():
        for net, negated, port, interface, target, goes in rules:
            words = [f"-A {chain}", "! -s" if negated else "-s", net]
            words += [f"-i {interface}"] if interface else []
            words += [f"-p tcp -m tcp --dport {port}"] if port else []
            lines.append(" ".join([*words, "-g" if goes and target in ("one", "two") else "-j", target]))
    return "\n".join([*lines, "COMMIT", ""])


def _passes(chains: dict[str, list[Rule]], policy: str, address: str, interface: str, port: int) -> bool:
    """What iptables(8) says becomes of one packet."""

    def go(chain: str) -> bool | None:
        for net, negated, wanted, through, target, goes in chains.get(chain, []):
            low, _, high = (wanted or "0:65535").partition(":")
            meant = (ipaddress.ip_address(address) in ipaddress.ip_network(net)) != negated
            if not meant or (through and through != interface) or not int(low) <= port <= int(high or low):
                continue
            if target in ("ACCEPT", "DROP"):
                return target == "ACCEPT"
            if target == "RETURN":
                return None
            if target in chains and (done := go(target)) is not None:
                return done
            if goes and target in chains:
                return None
        return None

    passed = go("INPUT")
    return policy == "ACCEPT" if passed is None else passed


@given(
    main=RULES,
    one=RULES.map(lambda rules: [rule for rule in rules if rule[4] != "one"]),
    two=RULES.map(lambda rules: [rule for rule in rules if rule[4] not in ("one", "two")]),
    policy=st.sampled_from(("ACCEPT", "DROP")),
    address=st.sampled_from(("10.1.2.3", "10.2.2.3", "192.168.0.1", "8.8.8.8")),
    interface=st.sampled_from(("eth0", "eth1", "eth2")),
    port=st.sampled_from((21, 22, 31, 443)),
)
def test_the_walk_lets_in_exactly_the_packets_the_rules_let_in(
    main: list[Rule], one: list[Rule], two: list[Rule], policy: str, address: str, interface: str, port: int
) -> None:
    chains = {"INPUT": main, "one": one, "two": two}
    let = Filter(tables(_save(chains, policy), 4, "iptables")).let(Packet(4, interface, "tcp", port))
    number = int(ipaddress.ip_address(address))
    inside = any(first <= number <= last for first, last in let.surely)
    assert let.surely == let.perhaps
    assert inside == _passes(chains, policy, address, interface, port)


SETS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda pair: (min(pair), max(pair)))).map(ranges)


@given(left=SETS, right=SETS)
def test_ranges_are_sets_of_numbers(left: tuple[tuple[int, int], ...], right: tuple[tuple[int, int], ...]) -> None:
    def numbers(of: tuple[tuple[int, int], ...]) -> set[int]:
        return {number for first, last in of for number in range(first, last + 1)}

    assert numbers(union(left, right)) == numbers(left) | numbers(right)
    assert numbers(overlap(left, right)) == numbers(left) & numbers(right)
    assert numbers(without(left, right)) == numbers(left) - numbers(right)


def test_a_condition_nobody_understands_keeps_apart_what_is_sure_and_what_may_be() -> None:
    text = "*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m geoip --source-country EE -j ACCEPT\nCOMMIT\n"
    let = Filter(tables(text, 4, "iptables")).let(Packet(4, "eth0", "tcp", 22))
    assert let.surely == ()
    assert let.perhaps == ((0, 2**32 - 1),)

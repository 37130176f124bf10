"""Puts a rule together from its conditions, one after the other, for both rule languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from scanner.facts._firewall_ranges import ADDRESSES, PORTS, Ranges, network, overlap, ranges, without
from scanner.facts._firewall_walk import PROTOCOLS, Action, Conditions, Names, Rule
from scanner.model.facts import Source

_PROTOCOL = {
    "tcp": "tcp", "6": "tcp", "udp": "udp", "17": "udp", "icmp": "icmp", "1": "icmp", "icmpv6": "icmp",
    "ipv6-icmp": "icmp", "58": "icmp",
}  # fmt: skip
_SERVICES = {
    "ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "domain": 53, "bootps": 67, "bootpc": 68, "http": 80, "ntp": 123,
    "snmp": 161, "https": 443, "syslog": 514, "dhcpv6-client": 546, "mdns": 5353,
}  # fmt: skip
"""Names of ports that old versions of nft print instead of numbers."""


@dataclass(slots=True)
class Draft(Conditions):
    """The conditions of a rule so far. `partial` tells of one that the sender can fulfil or not as it likes (its source
    port): what it lets in is open, what it drops is not closed."""

    partial: bool = False

    def of_version(self, version: int, negated: bool = False) -> None:
        """The packet is of this IP version."""
        version = 10 - version if negated else version
        self.never = self.never or self.version not in (None, version)
        self.version = version

    def from_interface(self, names: Iterable[str], negated: bool) -> None:
        """It came in through one of these interfaces."""
        self.interfaces = (*self.interfaces, Names(tuple(names), negated))

    def to_interface(self, names: Iterable[str], negated: bool) -> None:
        """It leaves through one of these interfaces."""
        self.out = (*self.out, Names(tuple(names), negated))

    def from_addresses(self, texts: Iterable[str], negated: bool) -> None:
        """It came from one of these addresses, all of one version."""
        matched = self._addresses(texts, negated)
        if matched is not None:
            self.sources = matched if self.sources is None else overlap(self.sources, matched)

    def to_addresses(self, texts: Iterable[str], negated: bool) -> None:
        """It goes to one of these addresses."""
        matched = self._addresses(texts, negated)
        if matched is not None:
            self.destinations = matched if self.destinations is None else overlap(self.destinations, matched)

    def _addresses(self, texts: Iterable[str], negated: bool) -> Ranges | None:
        found: list[tuple[int, int]] = []
        versions = set()
        try:
            for text in texts:
                version, span = network(text)
                versions.add(version)
                found += span
        except ValueError:
            versions |= {4, 6}
        if len(versions) > 1:
            self.certain = False
            return None
        if not versions:  # an empty set: nobody, or everybody where it is negated
            self.never = self.never or not negated
            return None
        version = versions.pop()
        self.of_version(version)
        return without(ADDRESSES[version], ranges(found)) if negated else ranges(found)

    def of_protocol(self, names: Iterable[str], negated: bool) -> None:
        """It is of one of these protocols."""
        words = [name.lower() for name in names]
        if "all" in words or "0" in words:
            return
        kinds = frozenset(_PROTOCOL.get(word, "other") for word in words)
        if negated:
            kinds = PROTOCOLS - (kinds - {"other"})
        self.protocols = kinds if self.protocols is None else self.protocols & kinds

    def to_ports(self, spans: Iterable[tuple[int, int] | None], negated: bool) -> None:
        """It goes to one of these ports; None stands for one that was not understood."""
        known = []
        for span in spans:
            if span is None:
                self.certain = False
            else:
                known.append(span)
        matched = without(PORTS, ranges(known)) if negated else ranges(known)
        if known:
            self.ports = matched if self.ports is None else overlap(self.ports, matched)

    def of_state(self, states: Iterable[str], negated: bool) -> None:
        """Its connection is in one of these states: the packets looked at are `new`."""
        self.never = self.never or ("new" in {state.lower() for state in states}) == negated

    def with_flags(self, mask: Iterable[str], set_: Iterable[str], negated: bool) -> None:
        """Of these TCP flags exactly those are set: the first packet of a connection has SYN alone."""
        self.of_protocol(["tcp"], False)
        there = {"syn"} & {flag.lower() for flag in mask}
        self.never = self.never or (there == {flag.lower() for flag in set_}) == negated

    def rule(self, action: Action, target: str, source: Source) -> Rule:
        """The finished rule."""
        certain = self.certain and not (self.partial and action != "accept")
        return Rule(action, target, replace(self, certain=certain), source)


def port(text: str) -> tuple[int, int] | None:
    """A port, `first:last` or `first-last`; None when it is neither a number nor a known name."""
    first, _, last = text.replace(":", "-").partition("-")
    numbers = [
        int(word) if re.fullmatch(r"\d{1,5}", word) else _SERVICES.get(word, -1) for word in (first, last or first)
    ]
    return (numbers[0], numbers[1]) if 0 <= numbers[0] <= numbers[1] <= PORTS[0][1] else None

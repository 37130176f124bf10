"""Which new packets a packet filter lets in: an exact walk through its rules, whatever language they were written in.

A packet here is a class of packets: the first of a connection, of one protocol, to one port, through one interface; its
source addresses are the set that is carried along and divided by the rules. Where a rule has a condition that is not
understood, the walk keeps two sets: what surely is let in and what may be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal, NamedTuple

from scanner.facts._firewall_ranges import ADDRESSES, NONE, PORTS, Ranges, overlap, union, without
from scanner.model.facts import Source

Action = Literal["accept", "drop", "jump", "goto", "return", "continue", "queue"]
Protocol = Literal["tcp", "udp", "icmp", "other"]
PROTOCOLS: frozenset[str] = frozenset(("tcp", "udp", "icmp", "other"))
_DEEPEST = 64
STEPS = 1_000_000
"""Rules looked at before the walk gives up: some seconds of work."""


class TooLargeError(Exception):
    """The rules are too many to walk, or call each other without end."""


class Names(NamedTuple):
    """Names of interfaces, as patterns."""

    patterns: tuple[str, ...]
    negated: bool = False

    def fit(self, name: str) -> bool:
        return any(fnmatchcase(name, pattern) for pattern in self.patterns) != self.negated


@dataclass(slots=True)
class Conditions:
    """What a rule asks of a packet. None for a condition means that it has none of that kind.

    `sources` and `ports` are what matches, negation already applied; `version` is the IP version it is about.
    `never` tells that it does not match the first packet of a connection from outside to an address of this host.
    `certain` is false when it has a condition that is not understood, `limited` is true when it matches up to a rate.
    """

    version: int | None = None
    interfaces: tuple[Names, ...] = ()
    out: tuple[Names, ...] = ()
    sources: Ranges | None = None
    destinations: Ranges | None = None
    protocols: frozenset[str] | None = None
    ports: Ranges | None = None
    never: bool = False
    certain: bool = True
    limited: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: when it matches, and what it does then."""

    action: Action
    target: str
    when: Conditions
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """A chain the kernel calls by itself, with the chains of its table. `versions` are the IP versions it sees."""

    name: str
    hook: str
    versions: tuple[int, ...]
    policy: Literal["accept", "drop"]
    chains: Mapping[str, Sequence[Rule]]
    source: Source
    devices: tuple[str, ...] = ()


class Packet(NamedTuple):
    """A class of packets. `out` is the interface it would leave by, None for this host itself."""

    version: int
    interface: str
    protocol: Protocol
    port: int
    out: str | None = None


class Let(NamedTuple):
    """Source addresses that are let in: surely, and at most; and the rule that does it."""

    surely: Ranges
    perhaps: Ranges
    source: Source | None = None


class Split(NamedTuple):
    """Source addresses still on their way: surely (or already let in), and at most."""

    surely: Ranges
    perhaps: Ranges

    def plus(self, other: Split) -> Split:
        return Split(union(self.surely, other.surely), union(self.perhaps, other.perhaps))

    def minus(self, matched: Ranges) -> Split:
        return Split(without(self.surely, matched), without(self.perhaps, matched))

    def both(self, matched: Ranges) -> Split:
        return Split(overlap(self.surely, matched), overlap(self.perhaps, matched))


_NOBODY = Split(NONE, NONE)


@dataclass(slots=True)
class Filter:
    """Every base chain a packet meets: each must let it pass. `own` are this host's addresses by IP version."""

    bases: Sequence[Base]
    own: Mapping[int, Ranges] = field(default_factory=dict)
    steps: int = field(default=0)

    def let(self, packet: Packet) -> Let:
        """Who is let in with such a packet. Raises TooLargeError."""
        everyone = ADDRESSES[packet.version]
        surely, perhaps, source = everyone, everyone, None
        for base in self.bases:
            if packet.version not in base.versions or (base.devices and packet.interface not in base.devices):
                continue
            passed = _Walk(self, base, packet).run(everyone)
            surely, perhaps = overlap(surely, passed.surely), overlap(perhaps, passed.perhaps)
            source = passed.source if source is None or passed.perhaps != everyone else source
        return Let(surely, perhaps, source)


class _Walk:
    def __init__(self, whole: Filter, base: Base, packet: Packet) -> None:
        self.whole, self.base, self.packet = whole, base, packet
        self.passed = _NOBODY
        self.source: Source | None = None

    def run(self, everyone: Ranges) -> Let:
        rest = self.chain(self.base.name, Split(everyone, everyone), 0)
        if self.base.policy == "accept" and rest.perhaps:
            self.accept(rest, self.base.source)
        return Let(*self.passed, self.source)

    def accept(self, who: Split, source: Source | None) -> None:
        self.passed = self.passed.plus(who)
        if who.perhaps and self.source is None:
            self.source = source

    def chain(self, name: str, rest: Split, depth: int) -> Split:
        """What comes back from a chain: through its end or by `return`."""
        if depth > _DEEPEST:
            raise TooLargeError(f"chains nested deeper than {_DEEPEST}")
        returned = _NOBODY
        for rule in self.base.chains.get(name, ()):
            if not rest.perhaps:
                break
            self.whole.steps += 1
            if self.whole.steps > STEPS:
                raise TooLargeError(f"more than {STEPS} steps through the rules")
            matched = self.matched(rule)
            if matched:
                rest, back = self.rule(rule, rest, matched, depth)
                returned = returned.plus(back)
        return rest.plus(returned)

    def rule(self, rule: Rule, rest: Split, matched: Ranges, depth: int) -> tuple[Split, Split]:
        """What goes on to the next rule, and what leaves the chain here and comes back to its caller."""
        who = rest.both(matched)
        if not who.perhaps or rule.action == "continue":
            return rest, _NOBODY
        if rule.when.limited or not rule.when.certain or (rule.action != "accept" and self.covers(rule) == "some"):
            return self.unsure(rule, rest, matched, depth)
        gone = rest.minus(matched)
        match rule.action:
            case "accept":
                self.accept(who, rule.source)
            case "queue":  # a program decides
                self.accept(Split(NONE, who.perhaps), rule.source)
            case "jump":
                gone = gone.plus(self.chain(rule.target, who, depth + 1))
            case "goto":
                return gone, self.chain(rule.target, who, depth + 1)
            case "return":
                return gone, who
        return gone, _NOBODY

    def unsure(self, rule: Rule, rest: Split, matched: Ranges, depth: int) -> tuple[Split, Split]:
        """A rule that may match or not: what it lets in may be in, what it drops is no longer sure to come on."""
        who = rest.both(matched)
        if rule.when.limited and rule.when.certain and self.covers(rule) == "all":
            # Up to its rate it does match; packets beyond it go on.
            if rule.action in ("accept", "jump", "goto"):
                if rule.action == "accept":
                    self.accept(who, rule.source)
                else:
                    self.chain(rule.target, who, depth + 1)
            return rest, _NOBODY
        if rule.action in ("accept", "queue"):
            self.accept(Split(NONE, who.perhaps), rule.source)
            return (rest if rule.action == "accept" else Split(without(rest.surely, matched), rest.perhaps)), _NOBODY
        back = _NOBODY
        if rule.action in ("jump", "goto"):
            self.chain(rule.target, Split(NONE, who.perhaps), depth + 1)
        if rule.action in ("goto", "return"):
            back = Split(NONE, who.perhaps)
        return Split(without(rest.surely, matched), rest.perhaps), back

    def covers(self, rule: Rule) -> Literal["all", "some", "none"]:
        """How many of the addresses such packets may go to a rule is about. On the way through: to nobody it names."""
        if rule.when.destinations is None or rule.when.destinations == ADDRESSES[self.packet.version]:
            return "all"
        if self.packet.out is not None:
            return "none"
        own = self.whole.own.get(self.packet.version)
        if own is None:
            return "some"
        meant = overlap(own, rule.when.destinations)
        return "none" if not meant else "all" if meant == own else "some"

    def matched(self, rule: Rule) -> Ranges:
        """The source addresses a rule matches for this packet, were all else unknown: none when it does not fit."""
        packet, when = self.packet, rule.when
        fits = (
            not when.never
            and when.version in (None, packet.version)
            and all(names.fit(packet.interface) for names in when.interfaces)
            and all(packet.out is not None and names.fit(packet.out) for names in when.out)
            and (when.protocols is None or packet.protocol in when.protocols)
            and (when.ports is None or (packet.protocol in ("tcp", "udp") and _within(packet.port, when.ports)))
        )
        if not fits or self.covers(rule) == "none":
            return NONE
        return ADDRESSES[packet.version] if when.sources is None else when.sources


def _within(number: int, of: Ranges) -> bool:
    return any(first <= number <= last for first, last in of)


def rules_of(bases: Sequence[Base]) -> Iterator[Rule]:
    """Every rule, once for each table."""
    seen: set[int] = set()
    for base in bases:
        if id(base.chains) not in seen:
            seen.add(id(base.chains))
            for chain in base.chains.values():
                yield from chain


def port_classes(bases: Sequence[Base]) -> list[tuple[int, int]]:
    """Ports that no rule tells apart, as ranges that cover them all."""
    starts = {0}
    for rule in rules_of(bases):
        for first, last in rule.when.ports or ():
            starts |= {first, last + 1}
    ordered = sorted(start for start in starts if start <= PORTS[0][1])
    return list(zip(ordered, [*(start - 1 for start in ordered[1:]), PORTS[0][1]], strict=True))


def interface_classes(bases: Sequence[Base], interfaces: Sequence[str]) -> dict[str, str]:
    """Interfaces that rules tell apart, each with the name it is walked by; `*` stands for all that no rule names."""
    patterns = {name for rule in rules_of(bases) for names in rule.when.interfaces for name in names.patterns}
    patterns |= {device for base in bases for device in base.devices}
    named = {each: each for each in interfaces if any(fnmatchcase(each, pattern) for pattern in patterns)}
    others = [each for each in interfaces if each not in named]
    return named | ({"*": others[0]} if others else {} if named else {"*": "\0"})

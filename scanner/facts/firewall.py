"""The packet filter: what it lets in by default, and which ports it opens to whom, as the kernel applies its rules."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal, NamedTuple

from scanner.facts._firewall_iptables import names, tables
from scanner.facts._firewall_nft import Ruleset
from scanner.facts._firewall_ranges import ADDRESSES, NONE, PORTS, Ranges, is_anyone, networks, ranges, size
from scanner.facts._firewall_walk import (
    Base,
    Filter,
    Let,
    Packet,
    Protocol,
    TooLargeError,
    interface_classes,
    port_classes,
)
from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

Default = Literal["deny", "accept"]
_ON_THE_WAY_IN = frozenset(("ingress", "prerouting", "input"))
_ON_THE_WAY_THROUGH = frozenset(("ingress", "prerouting", "forward"))
_FAMILIES = {4: "ipv4", 6: "ipv6"}
_COMPAT = {4: "ip", 6: "ip6"}
_MOST_NETWORKS = 500
_HALF = size(PORTS) // 2
_ELSEWHERE = "\0other"
"""An interface that no rule names, for packets on their way through."""


class Incoming(Item):
    """New connections from outside to this host, of one IP version, through one interface.

    `default` is `accept` when anyone reaches more than half of the TCP or of the UDP ports: through a policy, a rule
    without conditions, or a wide range. `interfaces` holds one name, or `*` for all interfaces that no rule names.
    `source` is what lets them in.
    """

    KEY: ClassVar[str] = "name"
    name: str
    """IP version and interface: `ipv4 eth0`."""
    family: str
    interfaces: tuple[str, ...]
    default: Default | Unknown = NOT_COLLECTED


class Opening(Item):
    """Ports that somebody reaches from outside; neighbouring ports with the same sources are one opening.

    `first` and `last` are the ports, `port` is `tcp/22` or `tcp/8000-8100`. `sources` are the networks that are let in
    at most. `anyone` is true when they are in effect the whole internet; unknown when a condition decides that is not
    understood. `interface` is None where all interfaces give the same.
    """

    KEY: ClassVar[str] = "name"
    name: str
    """IP version, port and interface: `ipv4 tcp/22`, `ipv6 udp/53 eth1`."""
    family: str
    protocol: str
    port: str
    first: int
    last: int
    interface: str | None = None
    sources: tuple[str, ...] | Unknown = NOT_COLLECTED
    anyone: bool | Unknown = NOT_COLLECTED


class Firewall(Facts):
    """The packet filter of the host's network namespace.

    `incoming` has a row for each IP version the host uses and each interface the rules tell apart, never for the
    loopback. `openings` are what passes. `forwarding_ipv4` and `forwarding_ipv6` say what becomes of packets between
    interfaces that no rule names; absent where the host does not use the IP version. `base_chains` counts the chains
    that filter packets on their way in; 0 is a host without any rules.
    """

    incoming: Items[Incoming] | Unknown = NOT_COLLECTED
    openings: Items[Opening] | Unknown = NOT_COLLECTED
    forwarding_ipv4: Default | Unknown | None = NOT_COLLECTED
    forwarding_ipv6: Default | Unknown | None = NOT_COLLECTED
    base_chains: int | Unknown = NOT_COLLECTED


FACTS = Firewall


class _Reach(NamedTuple):
    """Ports of one protocol through one interface, and who reaches them."""

    version: int
    interface: str
    protocol: Protocol
    first: int
    last: int
    let: Let


def parse(raw: Raw) -> Firewall:
    """The facts of the `firewall` collector."""
    bases, place = _bases(raw), _place(raw)
    if isinstance(bases, Unknown):
        return _unseen(bases)
    if isinstance(place, Unknown):
        return _unseen(place)
    interfaces, versions, own = place
    ways_in = [base for base in bases if base.hook in _ON_THE_WAY_IN]
    used = [version for version in (4, 6) if _FAMILIES[version] in versions]
    through = {version: _through(bases, version) if version in used else None for version in (4, 6)}
    try:
        reached = [reach for version in used for reach in _reach(Filter(ways_in, own), version, interfaces)]
        incoming = Items[Incoming](items=tuple(_incoming(reached)))
        openings = Items[Opening](items=tuple(_openings(reached)))
    except TooLargeError as error:
        too_large = Unknown(cause=Cause.FLOODED, detail=str(error))
        return Firewall(
            incoming=too_large, openings=too_large, base_chains=len(ways_in),
            forwarding_ipv4=through[4], forwarding_ipv6=through[6],
        )  # fmt: skip
    return Firewall(
        incoming=incoming,
        openings=openings,
        forwarding_ipv4=through[4],
        forwarding_ipv6=through[6],
        base_chains=sum(base.hook == "input" for base in ways_in),
    )


def _unseen(why: Unknown) -> Firewall:
    return Firewall(incoming=why, openings=why, forwarding_ipv4=why, forwarding_ipv6=why, base_chains=why)


def _place(raw: Raw) -> tuple[list[str], list[str], dict[int, Ranges]] | Unknown:
    """The host's interfaces, the IP versions in use, and its own addresses."""
    interfaces, versions, addresses = raw.lines("interfaces"), raw.lines("versions"), raw.lines("addresses")
    if isinstance(interfaces, Unknown):
        return interfaces
    if isinstance(versions, Unknown):
        return versions
    if isinstance(addresses, Unknown):
        return addresses
    return interfaces, versions, {version: ranges(_own(addresses, version)) for version in (4, 6)}


def _bases(raw: Raw) -> list[Base] | Unknown:
    """All base chains: nft's own, iptables' in nftables (as iptables shows them), and those of the old iptables."""
    state = raw.lines("state")
    if isinstance(state, Unknown):
        return state
    found: list[Base] = []
    compat = {version: _saved(raw, f"compat{version}") for version in (4, 6)}
    if "nft" in state:
        text = raw.text("nft")
        if isinstance(text, Unknown):
            return text
        stream = raw.stream("nft")
        if stream is not None and stream.exit != 0:
            return Unknown(cause=Cause.UNPARSED, detail=f"nft: {stream.error.strip()[:150]}")
        try:
            ruleset = Ruleset(text)
            for table, base in ruleset.bases():
                if table in ruleset.foreign:
                    version = 6 if table[0] == _COMPAT[6] else 4
                    shown = compat[version]
                    if isinstance(shown, str) and table[1] in names(shown):
                        continue
                    if not ruleset.shows_foreign:
                        detail = f"this nft hides iptables' conditions, and {_tool(version)}-save shows no {table[1]}"
                        return Unknown(cause=Cause.MISSING_TOOL, detail=detail)
                found.append(base)
            for version in (4, 6):
                shown = compat[version]
                if isinstance(shown, str):
                    wanted = {name for family, name in ruleset.foreign if family == _COMPAT[version]}
                    found += [b for b in tables(shown, version, _tool(version)) if b.source.file.split()[1] in wanted]
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
            return Unknown(cause=Cause.UNPARSED, detail=f"nft -j list ruleset: {error}"[:200])
    for version in (4, 6):
        if f"legacy{version}" in state:
            shown = _saved(raw, f"legacy{version}")
            if isinstance(shown, Unknown):
                return shown
            try:
                found += tables(shown, version, f"{_tool(version)}-legacy")
            except (ValueError, KeyError, IndexError) as error:
                return Unknown(cause=Cause.UNPARSED, detail=f"{_tool(version)}-save: {error}"[:200])
    return found


def _tool(version: int) -> str:
    return "iptables" if version == 4 else "ip6tables"


def _saved(raw: Raw, name: str) -> str | Unknown:
    text = raw.text(name)
    stream = raw.stream(name)
    if isinstance(text, str) and stream is not None and stream.exit != 0:
        return Unknown(cause=Cause.UNPARSED, detail=stream.error.strip()[:200])
    return text


def _own(addresses: Sequence[str], version: int) -> Iterator[tuple[int, int]]:
    for text in addresses:
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            continue
        if address.version == version and not address.is_loopback:
            yield int(address), int(address)


def _reach(whole: Filter, version: int, interfaces: Sequence[str]) -> Iterator[_Reach]:
    ports = port_classes(whole.bases)
    for shown, walked in interface_classes(whole.bases, [name for name in interfaces if name != "lo"]).items():
        protocols: tuple[Protocol, ...] = ("tcp", "udp")
        for protocol in protocols:
            last: _Reach | None = None
            for first, end in ports:
                let = whole.let(Packet(version, walked, protocol, first))
                if last and last.let[:2] == let[:2]:
                    last = last._replace(last=end)
                    continue
                if last:
                    yield last
                last = _Reach(version, shown, protocol, first, end, let)
            if last:
                yield last


def _incoming(reached: Sequence[_Reach]) -> Iterator[Incoming]:
    for version, interface in dict.fromkeys((reach.version, reach.interface) for reach in reached):
        mine = [reach for reach in reached if (reach.version, reach.interface) == (version, interface)]
        surely, source = _is_open(mine, surely=True)
        perhaps, _ = _is_open(mine, surely=False)
        default: Default | Unknown = "accept" if surely else "deny"
        if perhaps and not surely:
            default = Unknown(cause=Cause.UNPARSED, detail="a rule has a condition that is not understood")
        family = _FAMILIES[version]
        yield Incoming(
            name=f"{family} {interface}", family=family, interfaces=(interface,), default=default, source=source
        )


def _is_open(mine: Sequence[_Reach], surely: bool) -> tuple[bool, Source | None]:
    for protocol in ("tcp", "udp"):
        open_ = [
            reach
            for reach in mine
            if reach.protocol == protocol
            and is_anyone(reach.let.surely if surely else reach.let.perhaps, reach.version)
        ]
        if sum(reach.last - reach.first + 1 for reach in open_) > _HALF:
            return True, max(open_, key=lambda reach: reach.last - reach.first).let.source
    return False, None


def _openings(reached: Sequence[_Reach]) -> Iterator[Opening]:
    shown = {version: {r.interface for r in reached if r.version == version} for version in (4, 6)}
    groups: dict[tuple[int, str, int, int, Ranges, Ranges], list[_Reach]] = {}
    for reach in reached:
        if reach.let.perhaps != NONE:
            key = (reach.version, reach.protocol, reach.first, reach.last, reach.let.surely, reach.let.perhaps)
            groups.setdefault(key, []).append(reach)
    for (version, protocol, first, last, surely, perhaps), same in groups.items():
        everywhere = {reach.interface for reach in same} == shown[version]
        port = f"{protocol}/{first}" if first == last else f"{protocol}/{first}-{last}"
        certain = is_anyone(surely, version) == is_anyone(perhaps, version)
        unsure = Unknown(cause=Cause.UNPARSED, detail="a rule has a condition that is not understood")
        for reach in same[:1] if everywhere else same:
            interface = None if everywhere else reach.interface
            yield Opening(
                name=" ".join(filter(None, (_FAMILIES[version], port, interface))),
                family=_FAMILIES[version],
                protocol=protocol,
                port=port,
                first=first,
                last=last,
                interface=interface,
                sources=_networks(perhaps, version) if certain else unsure,
                anyone=is_anyone(perhaps, version) if certain else unsure,
                source=reach.let.source,
            )


def _networks(sources: Ranges, version: int) -> tuple[str, ...] | Unknown:
    if sources == ADDRESSES[version]:
        return ("0.0.0.0/0",) if version == 4 else ("::/0",)
    if len(sources) > _MOST_NETWORKS:
        return Unknown(cause=Cause.FLOODED, detail=f"{len(sources)} ranges of addresses")
    return networks(sources, version)


def _through(bases: Sequence[Base], version: int) -> Default | Unknown:
    """What becomes of packets between interfaces and to ports that no rule names."""
    chains = [base for base in bases if base.hook in _ON_THE_WAY_THROUGH]
    free = next((first for first, _ in reversed(port_classes(chains))), 0)
    try:
        let = Filter(chains).let(Packet(version, _ELSEWHERE, "tcp", free, _ELSEWHERE))
    except TooLargeError as error:
        return Unknown(cause=Cause.FLOODED, detail=str(error))
    if is_anyone(let.surely, version):
        return "accept"
    if is_anyone(let.perhaps, version):
        return Unknown(cause=Cause.UNPARSED, detail="a rule has a condition that is not understood")
    return "deny"

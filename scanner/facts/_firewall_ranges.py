"""Sets of whole numbers as sorted, disjoint ranges: ports and addresses, with exact union, overlap and difference."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

Ranges = tuple[tuple[int, int], ...]
NONE: Ranges = ()
PORTS: Ranges = ((0, 65535),)
ADDRESSES: dict[int, Ranges] = {4: ((0, 2**32 - 1),), 6: ((0, 2**128 - 1),)}
_PUBLIC: dict[int, Ranges] = {4: ADDRESSES[4], 6: ((0x2 << 124, (0x4 << 124) - 1),)}
_WIDE = 16
"""A set of sources that holds a sixteenth of all public addresses is taken for everybody: no partner has a /4."""


def ranges(pairs: Iterable[tuple[int, int]]) -> Ranges:
    """Any pairs of first and last, put in order and joined where they touch."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(pairs):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def union(left: Ranges, right: Ranges) -> Ranges:
    """What is in either."""
    return ranges((*left, *right)) if left and right else left or right


def overlap(left: Ranges, right: Ranges) -> Ranges:
    """What is in both."""
    found, mine, theirs = [], 0, 0
    while mine < len(left) and theirs < len(right):
        first, last = max(left[mine][0], right[theirs][0]), min(left[mine][1], right[theirs][1])
        if first <= last:
            found.append((first, last))
        if left[mine][1] < right[theirs][1]:
            mine += 1
        else:
            theirs += 1
    return tuple(found)


def without(left: Ranges, right: Ranges) -> Ranges:
    """What is in the left and not in the right."""
    gaps, start = [], 0
    for first, last in right:
        gaps.append((start, first - 1))
        start = last + 1
    gaps.append((start, 2**128))
    return overlap(left, tuple(gap for gap in gaps if gap[0] <= gap[1]))


def size(of: Ranges) -> int:
    """How many numbers there are."""
    return sum(last - first + 1 for first, last in of)


def is_anyone(sources: Ranges, version: int) -> bool:
    """Whether these source addresses are in effect the whole internet."""
    public = _PUBLIC[version]
    return size(overlap(sources, public)) * _WIDE >= size(public)


def networks(sources: Ranges, version: int) -> tuple[str, ...]:
    """The addresses as networks in CIDR form."""
    make = ipaddress.IPv4Address if version == 4 else ipaddress.IPv6Address
    return tuple(
        str(net) for first, last in sources for net in ipaddress.summarize_address_range(make(first), make(last))
    )


def network(text: str) -> tuple[int, Ranges]:
    """The IP version and the range of an address, a network or `first-last`. Raises ValueError."""
    first, dash, last = text.partition("-")
    if dash:
        low, high = ipaddress.ip_address(first.strip()), ipaddress.ip_address(last.strip())
        if low.version != high.version or int(low) > int(high):
            raise ValueError(f"not a range of addresses: {text[:80]!r}")
        return low.version, ((int(low), int(high)),)
    net = ipaddress.ip_network(text, strict=False)
    return net.version, ((int(net.network_address), int(net.broadcast_address)),)

"""The answers of `systemctl show`: the properties of each unit as a block of lines, parted by empty lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scanner.facts.raw import Raw
from scanner.model.unknown import Cause, Unknown

RUNNING = frozenset({"active", "activating", "reloading"})
"""Values of ActiveState of a unit that runs, or is about to."""


def blocks(lines: Iterable[str], cut: bool = False) -> Iterator[Mapping[str, str]]:
    """Each unit's properties. The last block of an answer that was cut may not be whole, and is left out."""
    block: dict[str, str] = {}
    for line in lines:
        key, equals, value = line.partition("=")
        if equals:
            block.setdefault(key, value)
        elif not line and block:
            yield block
            block = {}
    if block and not cut:
        yield block


def running(raw: Raw) -> set[str] | Unknown:
    """The ids of the units in the stream `services` that run: `chrony.service`. An alias is the same unit."""
    lines = raw.lines("services")
    if isinstance(lines, Unknown):
        return lines
    units = [block for block in blocks(lines) if "ActiveState" in block]
    if not units:
        stream = raw.stream("services")
        said = stream.error.strip()[:200] if stream else ""
        return Unknown(cause=Cause.MISSING_TOOL, detail=said or "systemctl said nothing")
    return {block.get("Id", "") for block in units if block["ActiveState"] in RUNNING}

"""Services that still run code whose file was replaced or removed, as after an update without a restart."""

from __future__ import annotations

from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_SHOWN = 10


class StaleService(Item):
    """A service, and at most ten of the files it has in memory that are no longer on the disk as they were."""

    name: str
    files: tuple[str, ...]


class Stale(Facts):
    """Services of systemd with outdated code. Processes of containers and of people's sessions are not among them."""

    services: Items[StaleService] | Unknown = NOT_COLLECTED


FACTS = Stale


def parse(raw: Raw) -> Stale:
    """The facts of the `stale` collector."""
    lines, missing = raw.seen("stale")
    if raw.stream("stale") is None:
        return Stale(services=missing or NOT_COLLECTED)
    if raw.uid != 0:
        missing = missing or Unknown(cause=Cause.PERMISSION, detail="memory of other users' processes")
    found: dict[str, list[str]] = {}
    for line in lines:
        unit, tab, path = line.partition("\t")
        if tab:
            found.setdefault(unit[:120], []).append(path[:200])
    items = tuple(StaleService(name=unit, files=tuple(files[:_SHOWN])) for unit, files in found.items())
    return Stale(services=Items[StaleService](items=items, missing=missing))

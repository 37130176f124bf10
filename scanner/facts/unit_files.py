"""The files that decide what system services do, and who may change them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

SHOWN_UNITS = 5


class ServicePath(Item):
    """A unit file, a program, an environment file or a directory above one.

    `open_to` says who besides root may change it: `owner mari`, `group staff` or `everybody`; None when nobody may. The
    account a service runs as may own its own program. `units` are some of the units that need the path.
    """

    KEY: ClassVar[str] = "path"
    path: str
    mode: str | Unknown = NOT_COLLECTED
    units: tuple[str, ...] = ()
    open_to: str | Unknown | None = NOT_COLLECTED


class UnitFiles(Facts):
    """Everything on the paths to the unit files, drop-ins, programs, scripts and environment files of system units."""

    paths: Items[ServicePath] | Unknown = NOT_COLLECTED


FACTS = UnitFiles


class _Stat(NamedTuple):
    uid: str
    owner: str
    group: str
    mode: int


def parse(raw: Raw) -> UnitFiles:
    """The facts of the `unit_files` collector."""
    if raw.stream("unit_files") is None and raw.cause is None and raw.exit == 0 and not raw.broken:
        return UnitFiles(paths=Unknown(cause=Cause.MISSING_TOOL, detail="systemd does not run this host"))
    rows, missing = raw.seen("unit_files")
    stats, flaw = raw.seen("owned")
    missing = missing or flaw
    if "-\tsilent\t\t-" in rows:
        missing = missing or Unknown(cause=Cause.UNPARSED, detail="systemctl named no unit")
    if not rows:
        return UnitFiles(paths=missing or Unknown(cause=Cause.UNPARSED, detail="no unit file was named"))
    owned = dict(_stats(stats))
    wanted: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        fields = row.split("\t")
        if len(fields) == 4 and fields[3].startswith("/"):
            for path in _upwards(fields[3]):
                wanted.setdefault(path, []).append((fields[0], fields[2]))
    found = [_path(path, stat, wanted.get(path, [])) for path, stat in sorted(owned.items())]
    return UnitFiles(paths=Items[ServicePath](items=tuple(found), missing=missing))


def _stats(lines: list[str]) -> Iterator[tuple[str, _Stat]]:
    for line in lines:
        fields = line.split("\t")
        if len(fields) == 5 and re.fullmatch(r"[0-7]{1,5}", fields[3]) and fields[4].startswith("/"):
            yield fields[4], _Stat(fields[0], fields[1], fields[2], int(fields[3], 8))


def _upwards(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]
    yield "/"


def _path(path: str, stat: _Stat, users: list[tuple[str, str]]) -> ServicePath:
    # Only where every service that needs the path runs as its owner, the owner gains nothing.
    accounts = {user for _, user in users}
    own = stat.uid == "0" or (accounts == {stat.owner} and stat.owner != "root")
    open_to = None
    if stat.mode & 0o002:
        open_to = "everybody"
    elif not own:
        open_to = f"owner {stat.owner}"
    elif stat.mode & 0o020 and stat.group != "root":
        open_to = f"group {stat.group}"
    units = tuple(dict.fromkeys(unit for unit, _ in users))[:SHOWN_UNITS]
    return ServicePath(path=path, mode=f"{stat.mode:04o}", units=units, open_to=open_to)

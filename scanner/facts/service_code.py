"""The program files that services of other users than root run from, and whether the service could change them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown


class CodeFile(Item):
    """A program, library or script that a service runs from.

    `weak` is the file itself or the directory above it that the service's own account may change, None when there is
    none. In a directory with the sticky bit only the owner of a file may replace it.
    """

    KEY: ClassVar[str] = "name"
    name: str
    """Unit and path."""
    unit: str
    path: str
    uid: int
    weak: str | Unknown | None = NOT_COLLECTED


class ServiceCode(Facts):
    """Code files of all services that do not run as root. On a host that systemd does not run it is Unknown."""

    files: Items[CodeFile] | Unknown = NOT_COLLECTED


FACTS = ServiceCode


class _Stat(NamedTuple):
    uid: int
    gid: int
    mode: int


class _Process(NamedTuple):
    uid: int
    gids: frozenset[int]
    unit: str


def parse(raw: Raw) -> ServiceCode:
    """The facts of the `service_code` collector."""
    if raw.stream("services") is None and raw.stream("owned") is not None and raw.cause is None and raw.exit == 0:
        return ServiceCode(files=Unknown(cause=Cause.MISSING_TOOL, detail="systemd does not run this host"))
    services, missing = raw.seen("services")
    rows, flaw = raw.seen("code")
    stats, third = raw.seen("owned")
    missing = missing or flaw or third
    processes = dict(_processes(services))
    owned = dict(_stats(stats))
    found: dict[str, CodeFile] = {}
    for row in rows:
        pid, _, path = row.partition("\t")
        process = processes.get(pid)
        if process is None:
            continue
        if not path.startswith("/"):
            missing = missing or Unknown(cause=Cause.PERMISSION, detail=f"memory map of {process.unit}")
            continue
        name = f"{process.unit} {path}"
        weak = _weak(path, process, owned)
        if name not in found or found[name].weak is None:
            found[name] = CodeFile(name=name, unit=process.unit, path=path, uid=process.uid, weak=weak)
    return ServiceCode(files=Items[CodeFile](items=tuple(found.values()), missing=missing))


def _processes(lines: list[str]) -> Iterator[tuple[str, _Process]]:
    for line in lines:
        fields = line.split("\t")
        if len(fields) == 4 and re.fullmatch(r"[0-9]{1,10}", fields[1]) and re.fullmatch(r"[0-9 ]*", fields[2]):
            yield fields[0], _Process(int(fields[1]), frozenset(int(gid) for gid in fields[2].split()), fields[3])


def _stats(lines: list[str]) -> Iterator[tuple[str, _Stat]]:
    for line in lines:
        fields = line.split("\t")
        if len(fields) == 4 and re.fullmatch(r"[0-9]{1,10} [0-9]{1,10} [0-7]{1,5}", " ".join(fields[:3])):
            yield fields[3], _Stat(int(fields[0]), int(fields[1]), int(fields[2], 8))


def _weak(path: str, process: _Process, owned: dict[str, _Stat]) -> str | Unknown | None:
    """The first part of a path, from the file upwards, that the process may change."""
    stat = owned.get(path)
    if stat is None:
        return Unknown(cause=Cause.UNPARSED, detail=f"{path} was not found")
    if _may_write(stat, process):
        return path
    child, parent = stat, path.rpartition("/")[0] or "/"
    while True:
        stat = owned.get(parent)
        if stat is None:
            return Unknown(cause=Cause.UNPARSED, detail=f"{parent} was not found")
        sticky = stat.mode & 0o1000 and process.uid not in (stat.uid, child.uid)
        if _may_write(stat, process) and not sticky:
            return parent
        if parent == "/":
            return None
        child, parent = stat, parent.rpartition("/")[0] or "/"


def _may_write(stat: _Stat, process: _Process) -> bool:
    """By owner (who can also grant the right), group or others; access lists are not looked at."""
    return (
        stat.uid == process.uid
        or (stat.gid in process.gids and bool(stat.mode & 0o020))
        or (stat.gid not in process.gids and bool(stat.mode & 0o002))
    )

"""Installed packages, from dpkg, rpm or apk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from scanner.facts.raw import Raw
from scanner.model.base import Frozen
from scanner.model.facts import Facts, Table
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_APK = re.compile(r"(.+)-(\d[^-]*-r\d+)")
Row = tuple[str, str, str | None]


class Package(Frozen):
    """One installed package. `version` is the manager's own, an rpm's as epoch:version-release."""

    version: str
    arch: str | None


class Packages(Facts):
    """What the package managers say is installed.

    `manager` is dpkg, rpm or apk, None when the host has none of them. A package that is configured away, half
    installed or only its settings left is not installed. Of several versions of one name the last listed counts.
    """

    manager: str | Unknown | None = NOT_COLLECTED
    installed: Table[Package] | Unknown = NOT_COLLECTED


FACTS = Packages


def parse(raw: Raw) -> Packages:
    """The facts of the `packages` collector."""
    readers: dict[str, Callable[[Iterable[str]], Iterator[Row]]] = {"dpkg": _dpkg, "rpm": _rpm, "apk": _apk}
    sent = [name for name in readers if name in raw.streams or name in raw.broken]
    if not sent:
        if raw.cause is None and raw.exit == 0:
            none = Unknown(cause=Cause.MISSING_TOOL, detail="no dpkg, rpm or apk")
            return Packages(manager=None, installed=none)
        return Packages(manager=_why(raw), installed=_why(raw))
    rows: dict[str, Package | Unknown | None] = {}
    for name in sent:
        lines = raw.lines(name)
        stream = raw.stream(name)
        if isinstance(lines, Unknown):
            return Packages(manager=name, installed=lines)
        if stream is not None and stream.exit != 0:
            why = Unknown(cause=Cause.UNPARSED, detail=f"{name} ended with exit {stream.exit}")
            return Packages(manager=name, installed=why)
        for package, version, arch in readers[name](lines):
            rows[package] = Package(version=version, arch=arch)
    if not rows:
        empty = Unknown(cause=Cause.UNPARSED, detail=f"{sent[0]} lists no package")
        return Packages(manager=sent[0], installed=empty)
    return Packages(manager=sent[0], installed=Table(rows=rows, complete=True))


def _why(raw: Raw) -> Unknown:
    """Why nothing came."""
    return Unknown(cause=raw.cause) if raw.cause else NOT_COLLECTED


def _dpkg(lines: Iterable[str]) -> Iterator[Row]:
    for line in lines:
        fields = line.split("\t")
        if len(fields) == 4 and fields[0][1:2] == "i":
            yield fields[1], fields[2], fields[3]


def _rpm(lines: Iterable[str]) -> Iterator[Row]:
    for line in lines:
        fields = line.split("\t")
        if len(fields) == 3 and fields[0] != "gpg-pubkey":
            yield fields[0], fields[1], None if fields[2] == "(none)" else fields[2]


def _apk(lines: Iterable[str]) -> Iterator[Row]:
    for line in lines:
        if found := _APK.fullmatch(line.strip()):
            yield found[1], found[2], None

"""Kernel modules: loaded, available, and kept from loading by which line of modprobe's configuration."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import NamedTuple

from scanner.facts.raw import Raw
from scanner.model.base import Frozen
from scanner.model.facts import GLOB, Setting, Source, Table
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_FOLDERS = ("/etc/modprobe.d", "/run/modprobe.d", "/usr/local/lib/modprobe.d", "/usr/lib/modprobe.d", "/lib/modprobe.d")


class Module(Frozen):
    """A module by its name.

    `state` is loaded, builtin (part of the kernel), available (a file that can be loaded) or missing (this kernel has
    none). `blocked` is true when modprobe runs a command that does nothing instead of loading it; `blacklisted` when
    it does not load by itself, which a direct request gets past. `usable` is true when it is loaded, built in, or can
    be loaded; its source is the line that blocks it.
    """

    state: str | Unknown = NOT_COLLECTED
    blocked: Setting[bool] | Unknown = NOT_COLLECTED
    blacklisted: Setting[bool] | Unknown = NOT_COLLECTED
    usable: Setting[bool] | Unknown = NOT_COLLECTED


FACTS = Table[Module]


class _Line(NamedTuple):
    file: str
    number: int
    word: str
    module: str
    what: str


def parse(raw: Raw) -> Table[Module]:
    """Modules by the names asked for, which may be written with - or _."""
    names = [key for key in raw.keys if not GLOB & set(key)]
    support = raw.lines("support")
    if isinstance(support, Unknown):
        return Table(rows=dict.fromkeys(names, support))
    told = dict(line.partition("\t")[::2] for line in support)
    lines, missing = raw.seen("there")
    kinds: dict[str, set[str]] = {}
    for name, _, kind in (line.partition("\t") for line in lines):
        kinds.setdefault(name, set()).add(kind)
    if missing is None and "tree" not in told:
        missing = Unknown(cause=Cause.UNPARSED, detail="no list of the running kernel's modules in /lib/modules")
    configured = _configured(raw)
    rows = {name: _module(name.replace("-", "_"), kinds, missing, configured) for name in names}
    return Table(rows=dict(rows), requested=tuple(names))


def _module(
    name: str, kinds: dict[str, set[str]], missing: Unknown | None, configured: list[_Line] | Unknown
) -> Module:
    found = kinds.get(name, set())
    state: str | Unknown = missing or "missing"
    for kind, word in (("loaded", "loaded"), ("builtin", "builtin"), ("file", "available")):
        if kind in found:
            state = word
            break
    if isinstance(configured, Unknown):
        usable: Setting[bool] | Unknown = configured
        if isinstance(state, str) and state != "available":
            usable = Setting(value=state != "missing")
        return Module(state=state, blocked=configured, blacklisted=configured, usable=usable)
    mine = [line for line in configured if line.module == name]
    install = next((line for line in mine if line.word == "install"), None)
    blacklist = next((line for line in mine if line.word == "blacklist"), None)
    blocked: Setting[bool] = Setting(value=install is not None and install.what == "nothing", source=_source(install))
    if isinstance(state, Unknown):
        # Whether the kernel has it was not seen; blocked, it cannot be loaded, but it may be built in.
        return Module(state=state, blocked=blocked, blacklisted=_listed(blacklist), usable=state)
    usable = Setting(
        value=state in ("loaded", "builtin") or (state == "available" and not blocked.value),
        source=blocked.source,
    )
    return Module(state=state, blocked=blocked, blacklisted=_listed(blacklist), usable=usable)


def _listed(line: _Line | None) -> Setting[bool]:
    return Setting(value=line is not None, source=_source(line))


def _source(line: _Line | None) -> Source | None:
    return Source(file=line.file, line=line.number) if line else None


def _configured(raw: Raw) -> list[_Line] | Unknown:
    """The lines that count, in modprobe's order: by file name; a name in an earlier folder hides later ones."""
    told = raw.lines("files")
    lines = raw.lines("lines")
    if isinstance(told, Unknown) or isinstance(lines, Unknown):
        return told if isinstance(told, Unknown) else lines if isinstance(lines, Unknown) else NOT_COLLECTED
    pairs = [line.partition("\t")[::2] for line in told]
    denied = next((path for word, path in pairs if word == "denied"), None)
    if denied:
        return Unknown(cause=Cause.PERMISSION, detail=denied)
    order = {path: place for place, path in enumerate(_order(path for word, path in pairs if word == "read"))}
    fields = (line.split("\t") for line in lines)
    found = [
        _Line(each[0], int(each[1]), *each[2:])
        for each in fields
        if len(each) == 5 and each[0] in order and each[1].isascii() and each[1].isdigit() and len(each[1]) < 10
    ]
    return sorted(found, key=lambda line: (order[line.file], line.number))


def _order(paths: Iterable[str]) -> list[str]:
    chosen: dict[str, str] = {}
    for path in sorted(paths, key=lambda path: _rank(str(PurePosixPath(path).parent))):
        chosen.setdefault(PurePosixPath(path).name, path)
    return [chosen[name] for name in sorted(chosen)]


def _rank(folder: str) -> int:
    return _FOLDERS.index(folder) if folder in _FOLDERS else len(_FOLDERS)

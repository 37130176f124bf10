"""The precedence of sysctl's configuration files, as systemd-sysctl applies it (sysctl.d(5))."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from scanner.facts.raw import Raw
from scanner.model.facts import GLOB, Source
from scanner.model.unknown import Cause, Unknown

_SWAPPED = str.maketrans("./", "/.")


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a line assigns to a parameter or a pattern; `value` is None where the line exempts it from patterns."""

    name: str
    value: str | None
    source: Source

    def fits(self, name: str) -> bool:
        """Whether the pattern stands for this parameter; as in a path, no wildcard crosses a separator."""
        mine, theirs = self.name.split("."), name.split(".")
        return len(mine) == len(theirs) and all(map(fnmatchcase, theirs, mine))


def dotted(path: str) -> str:
    """The parameter's name as sysctl(8) prints it, of a path below /proc/sys."""
    return path.translate(_SWAPPED)


def assignments(raw: Raw) -> dict[str, Assignment] | Unknown:
    """What counts at boot, by parameter or pattern, in the order of its use. Unknown when a file could not be read."""
    told = raw.lines("files")
    if isinstance(told, Unknown):
        return told
    files = _order([line.split("\t") for line in told])
    if isinstance(files, Unknown):
        return files
    lines = raw.lines("settings")
    stream = raw.stream("settings")
    if isinstance(lines, Unknown):
        return lines
    if stream is not None and stream.exit != 0:
        return Unknown(cause=Cause.UNPARSED, detail=stream.error.strip()[:200])
    by_file: dict[str, list[list[str]]] = {}
    for line in lines:
        fields = line.split("\t", 2)
        if len(fields) == 3 and fields[1].isascii() and fields[1].isdigit() and len(fields[1]) < 10:
            by_file.setdefault(fields[0], []).append(fields)
    counted: dict[str, Assignment] = {}
    for path, real in files:
        for assigned in _read(by_file.get(path, []), real):
            before = counted.get(assigned.name)
            if before is None or before.value != assigned.value:
                counted.pop(assigned.name, None)  # the later one also takes the later turn among patterns
            counted[assigned.name] = assigned
    return counted


def _order(told: Sequence[Sequence[str]]) -> list[tuple[str, str]] | Unknown:
    """The files that are read, in order, each with where it really lies. A name in an earlier folder hides others."""
    ends: dict[str, list[tuple[str, str]]] = {"first": [], "last": []}
    drop_ins: dict[str, tuple[str, str] | None] = {}
    for line in told:
        if len(line) != 3:
            return Unknown(cause=Cause.UNPARSED, detail=f"files: {line!r}"[:200])
        kind, path, real = line
        name = PurePosixPath(path).name
        if kind == "odd":
            return Unknown(cause=Cause.UNPARSED, detail=f"{path}: a file name with control characters")
        if kind == "denied" and name not in drop_ins:
            return Unknown(cause=Cause.PERMISSION, detail=path)
        if kind in ends:
            ends[kind].append((path, real))
        elif kind in ("drop-in", "masked"):
            drop_ins.setdefault(name, (path, real) if kind == "drop-in" else None)
    read = [drop_ins[name] for name in sorted(drop_ins)]
    return [*ends["first"], *(file for file in read if file is not None), *ends["last"]]


def _read(lines: Sequence[Sequence[str]], real: str) -> Iterator[Assignment]:
    for _, number, text in lines:
        key, equals, value = text.partition("=")
        spared = key.startswith("-")
        if not equals and not spared:
            continue
        name = _named(key.removeprefix("-").strip())
        source = Source(file=real, line=int(number), text=text.strip()[:200])
        if name and not (spared and not equals and GLOB & set(name)):
            yield Assignment(name, value.strip() if equals else None, source)


def _named(key: str) -> str:
    """Both forms are allowed: `net.ipv4.conf.eth0/100.x` and `net/ipv4/conf/eth0.100/x`; the first separator tells."""
    first = next((char for char in key if char in "./"), ".")
    return dotted(key) if first == "/" else key

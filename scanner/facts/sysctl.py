"""Kernel parameters: the value in force now, and the line of a file that sets it at the next boot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from scanner.facts._sysctl_files import Assignment, assignments, dotted
from scanner.facts.raw import Raw
from scanner.model.base import Frozen
from scanner.model.facts import GLOB, Setting, Source, Table
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_INTEGER = re.compile(r"-?\d{1,18}")


class Parameter(Frozen):
    """One kernel parameter, named as sysctl(8) prints it: `net.ipv4.conf.eth0/100.x` for the interface eth0.100.

    `runtime` is the value in force, None where this kernel has no such parameter; `number` is the same as an integer.
    `persisted` is what the configuration files set at boot with the line that decides, None where none of them names
    the parameter: then the kernel's default holds, or a program sets it. `persisted_number` is the same as an integer.
    The line is also the source of the value in force when both are equal.
    """

    runtime: str | Unknown | None = NOT_COLLECTED
    number: int | Unknown | None = NOT_COLLECTED
    persisted: Setting[str] | Unknown | None = NOT_COLLECTED
    persisted_number: Setting[int] | Unknown | None = NOT_COLLECTED
    source: Source | None = None


FACTS = Table[Parameter]


def parse(raw: Raw) -> Table[Parameter]:
    """Kernel parameters by name. A name with neither a value nor a line that sets it is absent."""
    there, unseen = raw.seen("there")
    lines, cut = raw.seen("runtime")
    lost = cut or Unknown(cause=Cause.UNPARSED, detail="its file in /proc/sys gave no value")
    values: dict[str, str | Unknown] = {}
    for word, _, path in (line.partition("\t") for line in there):
        values[dotted(path)] = Unknown(cause=Cause.PERMISSION, detail=f"/proc/sys/{path}") if word == "denied" else lost
    for path, _, value in (line.partition(":") for line in lines):
        if values.get(dotted(path)) is lost:
            values[dotted(path)] = value.strip()
    stored = assignments(raw)
    plain = {key for key in raw.keys if not GLOB & set(key)}
    named = set() if isinstance(stored, Unknown) else _asked(stored, raw.keys)
    rows: dict[str, Parameter | Unknown | None] = {
        name: _row(name, values.get(name, unseen), stored) for name in sorted(plain | values.keys() | named)
    }
    if unseen:
        rows |= {key: unseen for key in raw.keys if GLOB & set(key)}
    return Table(rows=rows, requested=raw.keys)


def _asked(stored: Mapping[str, Assignment], keys: Iterable[str]) -> set[str]:
    names = (name for name, line in stored.items() if not GLOB & set(name) and line.value is not None)
    return {name for name in names if any(fnmatchcase(name, key) for key in keys)}


def _row(
    name: str, runtime: str | Unknown | None, stored: Mapping[str, Assignment] | Unknown
) -> Parameter | Unknown | None:
    if isinstance(stored, Unknown):
        persisted: Setting[str] | Unknown | None = stored
    else:
        persisted = _decisive(name, stored)
    if runtime is None and persisted is None:
        return None
    if isinstance(runtime, Unknown) and isinstance(persisted, Unknown):
        return runtime
    same = isinstance(persisted, Setting) and isinstance(runtime, str) and persisted.value.split() == runtime.split()
    return Parameter(
        runtime=runtime,
        number=_integer(runtime) if isinstance(runtime, str) else runtime,
        persisted=persisted,
        persisted_number=_number(persisted),
        source=persisted.source if same and isinstance(persisted, Setting) else None,
    )


def _decisive(name: str, stored: Mapping[str, Assignment]) -> Setting[str] | None:
    """A line that names the parameter wins over every pattern, wherever it stands; else the last pattern counts."""
    chosen = stored.get(name)
    if chosen is None:
        fitting = [line for key, line in stored.items() if GLOB & set(key) and line.fits(name)]
        chosen = fitting[-1] if fitting else None
    if chosen is None or chosen.value is None:
        return None
    return Setting(value=chosen.value, source=chosen.source)


def _number(persisted: Setting[str] | Unknown | None) -> Setting[int] | Unknown | None:
    if not isinstance(persisted, Setting):
        return persisted
    number = _integer(persisted.value)
    return number if isinstance(number, Unknown) else Setting(value=number, source=persisted.source)


def _integer(text: str) -> int | Unknown:
    if _INTEGER.fullmatch(text):
        return int(text)
    return Unknown(cause=Cause.UNPARSED, detail=f"not a whole number: {text[:60]!r}")

"""Lines of configuration files, each with its place, as collectors send them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from scanner.facts.raw import Raw
from scanner.model.facts import Source
from scanner.model.unknown import Cause, Unknown

_PLACED = re.compile(r"(/[^\t]+)\t([0-9]{1,6})\t(.*)")


class Line(NamedTuple):
    """A line of a configuration file: `number` counts from 1; 0 says that the file could not be read."""

    file: str
    number: int
    text: str

    @property
    def source(self) -> Source:
        return Source(file=self.file, line=self.number, text=self.text.strip()[:200])


def read(sent: Iterable[str]) -> tuple[list[Line], Unknown | None]:
    """The lines a collector sent as `path<TAB>number<TAB>text`, and why there may be more."""
    lines, missing = [], None
    for line in sent:
        fields = line.split("\t", 2)
        if len(fields) != 3 or not re.fullmatch(r"\d{1,7}", fields[1]):
            missing = missing or Unknown(cause=Cause.UNPARSED, detail=line[:80])
        elif fields[1] != "0":
            lines.append(Line(fields[0], int(fields[1]), fields[2].rstrip("\r")))
        elif fields[2] == "denied":
            missing = missing or Unknown(cause=Cause.PERMISSION, detail=fields[0])
        else:
            missing = missing or Unknown(cause=Cause.UNPARSED, detail="a file with control characters in its name")
    return lines, missing


def placed(raw: Raw, name: str) -> list[Line] | Unknown:
    """All lines of a stream in which `denied<TAB>path` stands for a file that could not be read: then none counts."""
    lines = raw.lines(name)
    if isinstance(lines, Unknown):
        return lines
    found = []
    for line in lines:
        if line.startswith("denied\t"):
            return Unknown(cause=Cause.PERMISSION, detail=line.split("\t")[-1][:200])
        if match := _PLACED.fullmatch(line):
            found.append(Line(match[1], int(match[2]), match[3]))
    return found

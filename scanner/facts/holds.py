"""Packages that are kept back from updates."""

from __future__ import annotations

import re

from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown


class Hold(Item):
    """A package's name, or a pattern of names, that updates pass over; where it is set, but for dpkg's own holds."""

    name: str


class Holds(Facts):
    """dpkg's holds, dnf's and yum's version locks and exclusions, zypper's locks. apt's pins are not read."""

    packages: Items[Hold] | Unknown = NOT_COLLECTED


FACTS = Holds


def parse(raw: Raw) -> Holds:
    """The facts of the `holds` collector."""
    lines, missing = raw.seen("holds")
    if raw.stream("holds") is None:
        return Holds(packages=missing or NOT_COLLECTED)
    found = []
    for line in lines:
        words = line.split("\t")
        if len(words) != 3 or not re.fullmatch(r"\d{1,7}", words[2]):
            missing = missing or Unknown(cause=Cause.UNPARSED, detail=line[:80])
            continue
        source = None if words[1] == "-" else Source(file=words[1], line=int(words[2]))
        found.append(Hold(name=words[0][:120], source=source))
    return Holds(packages=Items[Hold](items=tuple(found), missing=missing))

"""Libraries that are loaded into every program: ld.so.preload, and LD_PRELOAD set for everybody."""

from __future__ import annotations

import re

from scanner.facts._lines import Line, read
from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items
from scanner.model.unknown import NOT_COLLECTED, Unknown

_PREFIX = re.compile(r"LD_PRELOAD(?:\s*=\s*|\s+(?:DEFAULT|OVERRIDE)=|\s+)?", re.IGNORECASE)


class Preload(Item):
    """One library, with the line that has it loaded."""

    name: str


class Preloads(Facts):
    """What is put into every program's memory. A program's own service unit is not looked at."""

    libraries: Items[Preload] | Unknown = NOT_COLLECTED


FACTS = Preloads


def parse(raw: Raw) -> Preloads:
    """The facts of the `preload` collector."""
    sent, missing = raw.seen("preloads")
    if raw.stream("preloads") is None:
        return Preloads(libraries=missing or NOT_COLLECTED)
    lines, unread = read(sent)
    found = tuple(Preload(name=name, source=line.source) for line in lines for name in _names(line))
    return Preloads(libraries=Items[Preload](items=found, missing=missing or unread))


def _names(line: Line) -> list[str]:
    """The libraries a line names, split as the loader does at blanks and colons."""
    text = line.text if line.file == "/etc/ld.so.preload" else _PREFIX.sub("", line.text)
    words = (word.strip("\"'") for word in re.split(r"[\s:]+", text))
    return [word[:200] for word in words if word]

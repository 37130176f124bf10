"""Take codes, titles, levels, C/I/A marks and roles from headings: sources join them in many ways."""

from __future__ import annotations

import re

from scanner.model.base import Frozen
from scanner.model.catalogue import Level

_MEASURE = re.compile(r"[A-Z]+(?:\.[A-Z0-9]+)*\.[A-Z]*M[A-Z]*\d+")
_MODULE = re.compile(r"[A-Z]+(?:\.(?:\d+|[A-Z]{2}))+(?![\w.]*M\d)")
_MARKS = re.compile(r"\s*\(\s*([CIA](?:\s*[-,;/ ]\s*[CIA])*)\s*\)\s*$")
_ROLES = re.compile(r"\s*\[([^\[\]]*)\]\s*$")

# As headings name them in Estonian and English; 3.2 to 3.4 are the portal's group codes.
_LEVELS = {
    "põhimeede": Level.BASIC,
    "põhimeetmed": Level.BASIC,
    "basic measure": Level.BASIC,
    "basic measures": Level.BASIC,
    "basic": Level.BASIC,
    "3.2": Level.BASIC,
    "standardmeede": Level.STANDARD,
    "standardmeetmed": Level.STANDARD,
    "standard measure": Level.STANDARD,
    "standard measures": Level.STANDARD,
    "standard": Level.STANDARD,
    "3.3": Level.STANDARD,
    "kõrgmeede": Level.HIGH,
    "kõrgmeetmed": Level.HIGH,
    "high measure": Level.HIGH,
    "high measures": Level.HIGH,
    "high-level measures": Level.HIGH,
    "high": Level.HIGH,
    "3.4": Level.HIGH,
}


class Heading(Frozen):
    """A heading taken apart. `marks` is any of C, I and A in that order, such as `CI`."""

    title: str
    marks: str
    roles: tuple[str, ...]


def measure_code(text: str) -> str | None:
    """The measure code a text begins with, None when it begins with none."""
    found = _MEASURE.match(text.strip())
    return found[0] if found else None


def module_code(text: str) -> str | None:
    """The module code a text begins with, None when it begins with none."""
    found = _MODULE.match(text.strip())
    return found[0] if found else None


def heading(text: str, code: str) -> Heading:
    """The title without the code in front and without `(C-I-A)` and `[role, role]` behind, in either order."""
    title = " ".join(text.split())
    if title.startswith(code):
        title = title[len(code) :].lstrip(" .:–-")
    letters, roles = "", ()  # type: str, tuple[str, ...]
    for _ in range(2):
        if found := _MARKS.search(title):
            title, letters = title[: found.start()], found[1]
        if found := _ROLES.search(title):
            title, roles = title[: found.start()], split_roles(found[1])
    return Heading(title=title.strip(), marks=marks(letters), roles=roles)


def marks(text: str) -> str:
    """The C/I/A marks in a text such as `C; I`, `C-I-A` or `CIA`, in the order C, I, A."""
    return "".join(mark for mark in "CIA" if mark in text)


def split_roles(text: str) -> tuple[str, ...]:
    """Roles from a list divided by commas or semicolons."""
    return tuple(role for part in re.split(r"[,;]", text) if (role := " ".join(part.split()).rstrip(".")))


def level(text: str) -> Level | None:
    """The level that a name, a heading such as `3.2 Põhimeetmed`, or a group code means; None when it means none."""
    words = " ".join(text.split()).casefold()
    number, _, name = words.partition(" ")
    return _LEVELS.get(name if name and number[:1].isdigit() else words)

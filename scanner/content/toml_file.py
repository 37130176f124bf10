"""Reading TOML strictly, and knowing on which line each key stands. Python's parser gives data without places."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from scanner.errors import Problem, at

Location = tuple[str | int, ...]

LARGEST = 64_000
"""Bytes. A larger file is refused: settings are written by people."""
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


class Places:
    """Where the keys of a document stand, by their path."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self._text = file, text

    def place(self, location: Sequence[str | int]) -> tuple[int, int]:
        """Line and column, counted from 1, of the deepest key of the location that the file sets."""
        above = (tuple(location[:length]) for length in range(len(location), 0, -1))
        return next((self._places[path] for path in above if path in self._places), (1, 1))

    def problem(self, location: Sequence[str | int], message: str, todo: str = "") -> Problem:
        """A problem at that place."""
        return Problem(message, at(self.file, *self.place(location)), todo)

    @cached_property
    def _places(self) -> dict[Location, tuple[int, int]]:
        places: dict[Location, tuple[int, int]] = {}
        for path, place in _keys(self._text):
            places.setdefault(path, place)
        return places


def load(path: Path) -> tuple[dict[str, Any], Places, list[Problem]]:
    """The document, its places, and what is wrong with it as TOML. A key that stands twice is wrong."""
    name, text = str(path), ""
    try:
        if path.stat().st_size > LARGEST:
            return {}, Places(name, ""), [Problem(f"is larger than {LARGEST} bytes", name)]
        text = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(text), Places(name, text), []
    except tomllib.TOMLDecodeError as error:
        return {}, Places(name, text), [_syntax(name, text, str(error))]
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 text: byte {error.start + 1} is {error.object[error.start]:#04x}"
        return {}, Places(name, ""), [Problem(message, name, "save it as UTF-8")]
    except OSError as error:
        return {}, Places(name, ""), [Problem(f"cannot be read: {error.strerror}", name)]


def _syntax(name: str, text: str, said: str) -> Problem:
    place = _PLACE.search(said)
    where = (int(place[1]), int(place[2])) if place and place[1] else (text.rstrip().count("\n") + 1, None)
    said = _PLACE.sub("", said)
    if "overwrite" in said or "twice" in said:
        return Problem("this key or section stands in the file a second time", at(name, *where), "keep one")
    todo = 'text stands between straight quotes: key = "…"' if said == "Invalid value" else ""
    return Problem(f"this is not valid TOML: {said}", at(name, *where), todo)


def _keys(text: str) -> Iterator[tuple[Location, tuple[int, int]]]:
    """Each key's path with line and column, counted from 1.

    Lines are gathered until the parser takes them: that is one statement, whatever brackets and quotes are in it, so
    that nothing here has to know how TOML is written. What it adds are the keys that stand on its first line.
    """
    table: Location = ()
    lists: dict[Location, int] = {}
    chunk, first = "", 1
    for number, line in enumerate(text.split("\n"), 1):
        chunk, first = (f"{chunk}\n{line}", first) if chunk else (line, number)
        try:
            found = tomllib.loads(chunk)
        except tomllib.TOMLDecodeError:
            continue
        statement, chunk = chunk, ""
        if not found:
            continue
        place = (first, len(statement) - len(statement.lstrip()) + 1)
        if statement.lstrip().startswith("["):
            table = _table(max(_paths(found), key=len), lists)
            yield from ((table[:length], place) for length in range(1, len(table) + 1))
        else:
            yield from ((table + path, place) for path in _paths(found))


def _table(header: Location, lists: dict[Location, int]) -> Location:
    """The table a header opens: `[[a]]` the next one of the list `a`, `[a.b]` the one in the last of that list."""
    *names, last = header
    path: Location = ()
    for name in names if last == 0 else header:
        path = (*path, lists[path]) if path in lists else path
        path = (*path, name)
    if last == 0:
        lists[path] = lists.get(path, -1) + 1
        path = (*path, lists[path])
    return path


def _paths(value: Any) -> Iterator[Location]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (step,)
        yield from ((step, *rest) for rest in _paths(inner))

"""Writes JSON in pieces, so that a format need not hold all findings at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from scanner.render.json import safe


def json_parts(frame: Mapping[str, Any]) -> Iterator[str]:
    """The frame as JSON text. An iterator in it is an array whose elements are made and written one by one.

    Control, direction and line-separator characters are written as `\\u….`, as in the published JSON.
    """
    yield from _parts(frame)
    yield "\n"


def utc(value: datetime) -> str:
    """A moment as machines read it: ISO 8601 to the second, in UTC with a Z."""
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _parts(value: Any) -> Iterator[str]:
    if isinstance(value, Iterator):
        yield "["
        for number, element in enumerate(value):
            yield (",\n" if number else "\n") + _text(element)
        yield "\n]"
    elif isinstance(value, Mapping):
        yield "{"
        for number, (name, inner) in enumerate(value.items()):
            yield ("," if number else "") + f"\n{_text(name)}: "
            yield from _parts(inner)
        yield "}"
    elif isinstance(value, list) and any(isinstance(each, Mapping | Iterator) for each in value):
        yield "["
        for number, each in enumerate(value):
            yield "," if number else ""
            yield from _parts(each)
        yield "]"
    else:
        yield _text(value)


def _text(value: Any) -> str:
    return safe(json.dumps(value, ensure_ascii=False))

"""The published JSON of a report, `eits-scan/run/1`; its schema is `schema/run-1.schema.json`."""

from __future__ import annotations

import hashlib
import json
import re
import weakref
from collections.abc import Callable, Iterator
from typing import Any

from scanner.model.base import Lang
from scanner.model.report import Report

_LONG = frozenset({"hosts", "findings", "measures"})
"""Fields that grow with the fleet: written element by element."""
_DIGESTS: list[tuple[Callable[[], Report | None], str]] = [(lambda: None, "")]
"""That of the report it was asked of last: making it takes as long as writing the JSON."""
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\n]")


def render(report: Report, lang: Lang = "et") -> str:  # noqa: ARG001  # both languages are in the data
    """The report as JSON text, the same whatever the language.

    Control, direction and line-separator characters are written as `\\u….`, so that the text is safe to print on a
    terminal and to embed; letters such as õ stay as they are.
    """
    return "".join(parts(report))


def parts(report: Report) -> Iterator[str]:
    """The same text in pieces: as a whole it may be larger than all else a scan keeps in memory."""
    for number, (name, field) in enumerate(Report.model_fields.items()):
        value = getattr(report, name)
        yield "," if number else "{"
        if name in _LONG and len(value):
            yield f'\n "{field.alias or name}": ['
            for place, each in enumerate(value):
                text = each.model_dump_json(by_alias=True, indent=1).replace("\n", "\n  ")
                yield safe(f"{',' if place else ''}\n  {text}")
            yield "\n ]"
        else:
            alone = report.model_dump_json(include={name}, by_alias=True, indent=1)
            yield safe(alone.removeprefix("{").removesuffix("\n}"))
    yield "\n}\n"


def digest(report: Report) -> str:
    """The SHA-256 of the text, in hex: what a report is told by. Every document of a report has it."""
    last, known = _DIGESTS[0]
    if last() is not report:
        told = hashlib.sha256()
        for part in parts(report):
            told.update(part.encode())
        known = told.hexdigest()
        _DIGESTS[0] = weakref.ref(report), known
    return known


def safe(text: str) -> str:
    """JSON text with the characters that could do harm written as `\\u….`: they only stand inside its strings."""
    plain = text.replace("\n", "").isprintable()
    return text if plain else _UNPRINTABLE.sub(_escaped, text)


def schema() -> dict[str, Any]:
    """The JSON schema of what `render` writes, as committed."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Report.model_json_schema(by_alias=True, mode="serialization"),
    }


def schema_text() -> str:
    """The schema file's text."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    return character if character.isprintable() else json.dumps(character)[1:-1]

"""The published JSON of a report, `eits-scan/run/1`; its schema is `schema/run-1.schema.json`."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from scanner.model.base import Lang
from scanner.model.report import Findings, Report

_UNPRINTABLE = re.compile(r"[^\x20-\x7e\n]")


def render(report: Report, lang: Lang = "et") -> str:  # noqa: ARG001  # both languages are in the data
    """The report as JSON text, the same whatever the language.

    Control, direction and line-separator characters are written as `\\u….`, so that the text is safe to print on a
    terminal and to embed; letters such as õ stay as they are.
    """
    return "".join(parts(report))


def parts(report: Report) -> Iterator[str]:
    """The same text in pieces, finding by finding: as a whole it may be larger than all else a scan keeps in memory."""
    frame = report.model_copy(update={"findings": Findings.of(())}).model_dump_json(by_alias=True, indent=1)
    before, mark, after = frame.partition('\n "findings": [')
    yield safe(before + mark)
    for number, finding in enumerate(report.findings):
        text = finding.model_dump_json(by_alias=True, indent=1).replace("\n", "\n  ")
        yield safe(f"{',' if number else ''}\n  {text}")
    yield safe(("\n " if report.findings else "") + after + "\n")


def digest(report: Report) -> str:
    """The SHA-256 of the text, in hex: what a report is told by."""
    told = hashlib.sha256()
    for part in parts(report):
        told.update(part.encode())
    return told.hexdigest()


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

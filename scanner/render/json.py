"""The published JSON of a report, `eits-scan/run/1`; its schema is `schema/run-1.schema.json`."""

from __future__ import annotations

import json
import re
from typing import Any

from scanner.model.base import Lang
from scanner.model.report import Report

_UNPRINTABLE = re.compile(r"[^\x20-\x7e\n]")


def render(report: Report, lang: Lang = "et") -> str:  # noqa: ARG001  # both languages are in the data
    """The report as JSON text, the same whatever the language.

    Control, direction and line-separator characters are written as `\\u….`, so that the text is safe to print on a
    terminal and to embed; letters such as õ stay as they are.
    """
    return _UNPRINTABLE.sub(_escaped, report.model_dump_json(by_alias=True, indent=1)) + "\n"


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

"""Published schemas of other people's formats, and what fits them. Where they come from: `schemas/README.md`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
from jsonschema import validators

SCHEMAS = Path(__file__).parent / "schemas"


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[jsonschema.ValidationError]:  # noqa: ARG001
    """Schemas are written for ECMAScript, whose letter and number classes Python's `re` does not know."""
    known = pattern.replace(r"\p{L}", r"[^\W\d_]").replace(r"\p{N}", r"\d")
    if isinstance(instance, str) and not re.search(known, instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


def misfits(document: Any, name: str) -> list[str]:
    """Where a document does not fit the schema of this file name; empty where it fits."""
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    library: Any = validators  # typed only in part
    fitting = library.extend(library.validator_for(schema), {"pattern": _pattern})
    return [f"{error.json_path}: {error.message[:300]}" for error in fitting(schema).iter_errors(document)]

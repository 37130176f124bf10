"""Facts that stand beside an edition's text: asset tags, sector profiles, ISO/IEC 27001 and threat codes."""

from __future__ import annotations

import re
from typing import Any, get_args

from scanner.errors import InvalidError, Problem
from scanner.model.catalogue import Catalogue, Measure, Profile

_ISO = re.compile(r"A?\d+(?:\.\d+)*")
_THREAT = re.compile(r"G 0\.\d+")
# Stages of the standard; the metadata also holds headings in this column.
_STAGES = ("Kavandamine", "Evitus", "Käitus", "Seire", "Parendamine", "Kõrvaldamine")


def is_metadata(answer: object) -> bool:
    """True for a list of `{measure, tags, iso, threats, stardi, kov, …}`."""
    return isinstance(answer, list) and bool(answer) and isinstance(answer[0], dict) and "measure" in answer[0]


def add(catalogue: Catalogue, rows: list[dict[str, Any]], where: str) -> Catalogue:
    """The catalogue with the metadata of those measures it has; what the edition itself states is never overwritten.

    A measure the metadata does not know keeps `profiles` None. InvalidError for a priority other than P1, P2, P3.
    """
    known = {str(row["measure"]): row for row in rows}
    problems: list[Problem] = []
    measures: list[Measure] = []
    for measure in catalogue.measures:
        row = known.get(measure.code)
        if row is None:
            measures.append(measure)
            continue
        profiles = {name: str(row.get(name) or "") for name in get_args(Profile)}
        problems += [
            Problem(f"{measure.code}: priority {value!r} of profile {name} is none of P1, P2, P3", where)
            for name, value in profiles.items()
            if value not in ("", "P1", "P2", "P3")
        ]
        stage = str(row.get("lifecycle") or "").split(" ")[0]
        measures.append(
            measure.model_copy(
                update={
                    "tags": tuple(tag for part in str(row.get("tags") or "").split(";") if (tag := part.strip())),
                    "profiles": {name: value for name, value in profiles.items() if value},
                    "iso": _codes(_ISO, str(row.get("iso") or "")),
                    "threats": measure.threats or tuple(_THREAT.findall(str(row.get("threats") or ""))),
                    "lifecycle": measure.lifecycle or (stage if stage in _STAGES else None),
                }
            )
        )
    if problems:
        raise InvalidError.of(problems)
    return catalogue.model_copy(update={"measures": tuple(measures)})


def _codes(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    """The code each `;`-divided part begins with; the words after it are left out."""
    found = (pattern.match(part.strip()) for part in text.split(";"))
    return tuple(code[0] for code in found if code)

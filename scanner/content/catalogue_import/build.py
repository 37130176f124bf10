"""From an edition as read to a catalogue: levels and marks get one form, texts become clauses. Nothing is guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pydantic import ValidationError

from scanner.content.catalogue_import import clauses
from scanner.content.catalogue_import.source import SourceEdition, SourceMeasure
from scanner.errors import InvalidError, Problem
from scanner.model.catalogue import Catalogue, Level, Measure, Module

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
# RIA writes one stage in two ways.
_STAGES = {"parendamine ja täiustamine": "Parendamine"}


def catalogue(source: SourceEdition, *, texts: bool) -> Catalogue:
    """The edition as facts, with clause texts if asked. InvalidError names every measure that cannot be used."""
    problems: list[Problem] = []
    measures: list[Measure] = []
    for module in source.modules:
        for raw in module.measures:
            try:
                measures.append(_measure(raw, texts=texts))
            except (ValueError, ValidationError) as error:
                problems.append(Problem(f"measure {raw.code!r}: {_why(error)}", where=source.origin))
    problems += [Problem(f"measure {code} occurs {n} times", where=source.origin) for code, n in _repeated(measures)]
    if not measures and not problems:
        problems.append(Problem("no measure was found", where=source.origin, todo="check that this is a catalogue"))
    if problems:
        raise InvalidError.of(problems)
    try:
        return Catalogue(
            edition=source.edition,
            language=source.language,
            source=source.origin,
            modules=tuple(Module(code=module.code, title=module.title) for module in source.modules),
            measures=tuple(measures),
        )
    except ValidationError as error:
        raise InvalidError(_why(error), where=source.origin) from None


def level(text: str) -> Level:
    """The level a heading or group code names; ValueError for any other text."""
    words = " ".join(text.split()).casefold()
    name = words.removeprefix(words.split(" ")[0]).strip() if words[:1].isdigit() and " " in words else words
    found = _LEVELS.get(name)
    if found is None:
        raise ValueError(f"level {text!r} is none of põhimeede, standardmeede, kõrgmeede")
    return found


def _measure(raw: SourceMeasure, *, texts: bool) -> Measure:
    lettered = clauses.split(raw.body)
    if not lettered:
        raise ValueError("no lettered clause was found in its text")
    return Measure.model_validate(
        {
            "code": raw.code,
            "title": raw.title,
            "level": level(raw.level),
            "marks": tuple(raw.marks),
            "lifecycle": _STAGES.get(raw.lifecycle.casefold(), raw.lifecycle) or None,
            "responsible": raw.responsible or None,
            "co_responsible": raw.co_responsible,
            "clauses": {letter: clauses.digest(text) for letter, text in lettered.items()},
            "texts": lettered if texts else {},
            "threats": raw.threats,
        }
    )


def _repeated(measures: list[Measure]) -> Iterator[tuple[str, int]]:
    counted = Counter(measure.code for measure in measures)
    return ((code, n) for code, n in counted.items() if n > 1)


def _why(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors())
    return str(error)

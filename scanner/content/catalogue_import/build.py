"""From an edition as read to a catalogue: levels and marks get one form, texts become clauses. Nothing is guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pydantic import ValidationError

from scanner.content.catalogue_import import clauses, titles
from scanner.content.catalogue_import.source import SourceEdition, SourceMeasure
from scanner.errors import InvalidError, Problem
from scanner.model.catalogue import Catalogue, Measure, Module

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


def _measure(raw: SourceMeasure, *, texts: bool) -> Measure:
    level = titles.level(raw.level)
    if level is None:
        raise ValueError(f"level {raw.level!r} is none of põhimeede, standardmeede, kõrgmeede")
    lettered = clauses.split(raw.body)
    if not lettered:
        raise ValueError("it has no text")
    return Measure.model_validate(
        {
            "code": raw.code,
            "title": raw.title,
            "level": level,
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

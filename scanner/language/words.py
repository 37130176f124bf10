"""Turns what was judged into words: one object, and the sentence of a whole finding."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from scanner.language.check import Param
from scanner.language.operators import OPERATORS
from scanner.language.outcome import Outcome, Trace
from scanner.model.base import Lang, Text
from scanner.model.facts import Items
from scanner.model.finding import Judged, ObjectVerdict, judged_object
from scanner.model.unknown import Cause, Unknown
from scanner.model.verdict import Verdict

LONGEST_VALUE = 400
LANGS: tuple[Lang, Lang] = ("et", "en")
_NEGATED = {
    "equals": Text(et="ei tohi olla {}", en="must not be {}"),
    "one_of": Text(et="ei tohi olla ükski neist: {}", en="must be none of: {}"),
    "present": Text(et="ei tohi olemas olla", en="must not be present"),
    "absent": Text(et="peab olemas olema", en="must be present"),
    "matches": Text(et="ei tohi esineda", en="must not occur"),
}
PRESENT = Text(et="peab olemas olema", en="must be present")
"""What is expected of what a list should hold and does not."""
_WORDS: dict[Verdict, ObjectVerdict] = {Verdict.PASS: "pass", Verdict.FAIL: "fail", Verdict.ERROR: "error"}
"""A neutral outcome has no objects."""
CAUSES: dict[Cause, Text] = {
    Cause.PERMISSION: Text(et="lugemiseks puudusid õigused", en="no permission to read it"),
    Cause.TIMEOUT: Text(et="kogumine ei jõudnud ettenähtud ajaga lõpule", en="collecting it ran out of time"),
    Cause.CUT: Text(et="vastus saabus kärbituna", en="the answer was cut short"),
    Cause.FLOODED: Text(et="andmeid oli lubatust rohkem", en="there was more data than is accepted"),
    Cause.MISSING_TOOL: Text(et="hostis puudub vajalik programm", en="the host lacks the program needed"),
    Cause.UNPARSED: Text(et="vastusest ei saadud aru", en="the answer could not be understood"),
    Cause.NOT_COLLECTED: Text(et="andmeid ei kogutud", en="it was not collected"),
    Cause.NEEDS_POLICY: Text(
        et="asutus ei ole kirjeldanud, mis on lubatud", en="the site has not said what is allowed"
    ),
    Cause.UNREACHABLE: Text(et="hostiga ei saanud ühendust", en="the host could not be reached"),
}


def shown(value: Any) -> str | None:
    """A value as text of at most 400 characters; None for absent and unknown."""
    if type(value) is not str:
        if value is None or isinstance(value, Unknown):
            return None
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, datetime):
            return value.isoformat()
        several = isinstance(value, tuple | list | Items)
        value = ", ".join([str(shown(part)) for part in value]) if several else str(value)
    text: str = value
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def judged(traces: Iterable[Trace]) -> tuple[Judged, ...]:
    """Objects as a finding keeps them."""
    sentences: dict[tuple[str, int, bool], Text] = {}  # most objects of a finding are expected to be the same
    found = []
    for key, at, verdict, actual, source, operator, operand, said, alternative in traces:
        if said is None or alternative:
            same = (operator, id(operand), alternative) if said is None else ("", id(said), alternative)
            if same not in sentences:
                sentences[same] = _expected(said or _sentence(operator, shown(operand) or ""), alternative)
            said = sentences[same]
        cause, detail = (actual.cause, actual.detail) if type(actual) is Unknown else (None, "")
        found.append(
            judged_object(key[:LONGEST_VALUE], at, _WORDS[verdict], said, shown(actual), source, cause, detail)
        )
    return tuple(found)


def message(outcome: Outcome, gap: Text, title: Text) -> Text:
    """The sentence of a finding: the check's own with its reach, and for an error why it could not be judged."""
    reach = outcome.reach
    if outcome.verdict is Verdict.ERROR and outcome.cause:
        cause = CAUSES[outcome.cause]
        # A detail is in English, such as a collector writes it: the Estonian sentence sets it apart.
        noted, detail = (
            (f" (tehniline märge: {outcome.detail})", f" ({outcome.detail})")
            if outcome.detail
            else (f" ({reach.et})", f" ({reach.en})")
            if reach
            else ("", "")
        )
        return Text(et=f"Ei saanud hinnata: {cause.et}{noted}", en=f"Could not be judged: {cause.en}{detail}")
    said = gap if outcome.verdict is Verdict.FAIL else title
    return Text(et=f"{said.et} ({reach.et})", en=f"{said.en} ({reach.en})") if reach else said


def lacking(params: Iterable[Param]) -> Text:
    """The sentence of a finding for which the site has not given these lists of `eits_policy`."""
    every = list(params)
    et, en = (", ".join(f"{each.policy} ({each.title.in_(lang)})" for each in every) for lang in LANGS)
    one = len(every) == 1
    return Text(
        et=f"Ei saanud hinnata: inventuuris (eits_policy) {'puudub loend' if one else 'puuduvad loendid'} {et}",
        en=f"Could not be judged: the inventory (eits_policy) lacks the {'list' if one else 'lists'} {en}",
    )


def _expected(said: Text, alternative: bool) -> Text:
    return Text(et=f"või {said.et}", en=f"or {said.en}") if alternative else said


@lru_cache(maxsize=4096)
def _sentence(operator: str, wanted: str) -> Text:
    if operator.startswith("not "):
        name = operator.removeprefix("not ")
        if name in _NEGATED:
            return Text(et=_NEGATED[name].et.format(wanted), en=_NEGATED[name].en.format(wanted))
        if name not in OPERATORS:
            return Text(et="ei tohi esineda", en="must not occur")
        said = OPERATORS[name].sentence(wanted)
        return Text(et=f"ei tohi kehtida: {said.et}", en=f"must not hold: {said.en}")
    if operator not in OPERATORS:
        return Text(et="peab olema nähtav", en="must be visible")
    return OPERATORS[operator].sentence(wanted)

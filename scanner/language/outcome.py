"""What judging an expectation gives, and how outcomes combine: three-valued, with a neutral fourth."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

from scanner.model.base import Text
from scanner.model.facts import Source
from scanner.model.unknown import Cause, Unknown
from scanner.model.verdict import Verdict


class Trace(NamedTuple):
    """One fact as it was looked at. Cheap to make; turned into words only for what a finding keeps."""

    key: str
    at: str
    verdict: Verdict
    actual: Any
    """The value, None (absent) or Unknown."""
    source: Source | None = None
    operator: str = ""
    operand: Any = None
    expected: Text | None = None
    """The author's or a rule's own sentence; operators write theirs from operator and operand."""
    alternative: bool = False
    """One of several ways to meet the expectation, and not the first."""


class Outcome(NamedTuple):
    """A verdict with the objects it rests on. `cause` and `detail` tell why an error is one.

    A fail may have them too: then something beside what failed was not seen, which matters where the fail is excused.
    """

    verdict: Verdict
    objects: tuple[Trace, ...] = ()
    cause: Cause | None = None
    detail: str = ""
    reach: Text | None = None
    """How far it reaches, where that is less than it sounds: a rule says what it was compared with."""


# Thousands of them are made for each host, and the constructor of a named tuple is slow: these take all its fields.
trace_of: Callable[[tuple[str, str, Verdict, Any, Source | None, str, Any, Text | None, bool]], Trace]
trace_of = partial(tuple.__new__, Trace)
outcome_of: Callable[[tuple[Verdict, tuple[Trace, ...], Cause | None, str, Text | None]], Outcome]
outcome_of = partial(tuple.__new__, Outcome)

NEUTRAL = Outcome(Verdict.NOT_APPLICABLE)
_ERROR = Verdict.ERROR
_ALL = {Verdict.NOT_APPLICABLE: 0, Verdict.PASS: 1, Verdict.ERROR: 2, Verdict.FAIL: 3}
_ANY = {Verdict.NOT_APPLICABLE: 0, Verdict.FAIL: 1, Verdict.ERROR: 2, Verdict.PASS: 3}


def all_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Fail decides whatever else is unknown; unknown outweighs pass; not applicable counts for nothing."""
    return _combine(list(outcomes), _ALL)


def any_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Pass decides whatever else is unknown; unknown outweighs fail; not applicable counts for nothing.

    Where all fail, each alternative after the first is marked as one: any of them would do.
    """
    combined = _combine(first := list(outcomes), _ANY)
    if combined.verdict is not Verdict.FAIL or len(first) == 1:
        return combined
    failing = [outcome.objects for outcome in first if outcome.verdict is Verdict.FAIL]
    others = (trace._replace(alternative=True) for objects in failing[1:] for trace in objects)
    return combined._replace(objects=(*failing[0], *others))


def unknown(seen: Unknown, trace: Trace | None = None) -> Outcome:
    """The outcome of something that was not seen."""
    return outcome_of((_ERROR, (trace,) if trace else (), seen.cause, seen.detail, None))


def _combine(outcomes: list[Outcome], rank: dict[Verdict, int]) -> Outcome:
    """The verdict that ranks highest, with the objects of all outcomes that have it."""
    if len(outcomes) == 1:
        return outcomes[0]
    top = NEUTRAL
    objects: list[Trace] = []
    for outcome in outcomes:
        if outcome.verdict is top.verdict:
            objects += outcome.objects
        elif rank[outcome.verdict] > rank[top.verdict]:
            top, objects = outcome, [*outcome.objects]
    unseen = top
    if top.verdict is Verdict.FAIL:
        unseen = next((outcome for outcome in outcomes if outcome.cause), top)
    return outcome_of((top.verdict, tuple(objects), unseen.cause, unseen.detail, None))

"""Judging a whole check: groups, quantifiers, conditions. Compiled once, then run on every host."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scanner.language import paths
from scanner.language.leaf import Judge, Scene, leaf
from scanner.language.outcome import NEUTRAL, Outcome, Trace, all_of, any_of, unknown
from scanner.language.population import population
from scanner.language.rule import Rule
from scanner.language.syntax import AllOf, AnyOf, Expectation, IfThen, Leaf, Quantifier, RuleUse
from scanner.model.facts import Keyed
from scanner.model.unknown import Unknown
from scanner.model.verdict import Verdict

Rules = Mapping[str, Rule[Any]]
_PASS, _FAIL, _ERROR = Verdict.PASS, Verdict.FAIL, Verdict.ERROR  # an enum's members are slow to reach
_LEFT_OUT = (Verdict.FAIL, Verdict.NOT_APPLICABLE)
"""Where a condition comes to one of these, what it guards does not count."""


def compile_all(expectations: Sequence[Expectation], rules: Rules, shows: bool = True) -> Judge:
    """A function that judges all expectations of a list together; one that `shows` nothing names no objects."""
    return _together(expectations, all_of, rules, shows)


def _together(
    expectations: Sequence[Expectation], combine: Callable[[list[Outcome]], Outcome], rules: Rules, shows: bool
) -> Judge:
    judges = [_compile(expectation, rules, shows) for expectation in expectations]
    if len(judges) == 1:
        return judges[0]

    def judge(scene: Scene, item: Any = None, key: str = "") -> Outcome:
        return combine([each(scene, item, key) for each in judges])

    return judge


def _compile(expectation: Expectation, rules: Rules, shows: bool) -> Judge:
    match expectation:
        case Leaf():
            return leaf(expectation, shows)
        case Quantifier():
            return _quantifier(expectation, rules, shows)
        case AllOf():
            return _together(expectation.all_of, all_of, rules, shows)
        case AnyOf():
            return _together(expectation.any_of, any_of, rules, shows)
        case IfThen():
            return _if_then(condition(expectation.if_, rules), compile_all(expectation.then, rules, shows))
        case RuleUse():
            of_host = rules[expectation.rule].bind(expectation.with_)
            return lambda scene, _item=None, _key="": of_host(scene)


def condition(expectations: Sequence[Expectation], rules: Rules) -> Judge:
    """Judges the expectations of `if`, `where` or `when` until one fails: then the others do not matter.

    What is asked is the verdict, and of an error its cause; no finding shows what a condition looked at.
    """
    judges = [_compile(expectation, rules, False) for expectation in expectations]
    if len(judges) == 1:
        return judges[0]

    def judge(scene: Scene, item: Any = None, key: str = "") -> Outcome:
        outcomes = []
        for each in judges:
            outcome = each(scene, item, key)
            if outcome.verdict is _FAIL:
                return outcome
            outcomes.append(outcome)
        return all_of(outcomes)

    return judge


def _if_then(condition: Judge, then: Judge) -> Judge:
    def judge(scene: Scene, item: Any = None, key: str = "") -> Outcome:
        held = condition(scene, item, key)
        if held.verdict in _LEFT_OUT:
            return NEUTRAL
        outcome = then(scene, item, key)
        # Pass or neutral was not seen, and inside any_of the difference decides.
        return held if held.verdict is _ERROR and outcome.verdict is not Verdict.NOT_APPLICABLE else outcome

    return judge


def _quantifier(expectation: Quantifier, rules: Rules, shows: bool) -> Judge:
    path = paths.parse(expectation.at)
    at = path.text
    find = population(path, expectation.where)
    body = compile_all(expectation.body, rules, shows)
    where = condition(expectation.where, rules) if expectation.where else None
    denies = expectation.kind == "none"
    combine, decisive = (any_of, _PASS) if expectation.kind == "any" else (all_of, _FAIL)
    when_absent, when_empty = _decided(expectation.if_absent or "fail", at), _decided(expectation.if_empty, at)

    def judge(scene: Scene, item: Any = None, key: str = "") -> Outcome:
        found, missing = find(scene, item)
        if type(found) is Unknown:
            return unknown(found, Trace(at, at, _ERROR, found))
        if found is None:
            return when_absent
        if not found and not missing:
            return when_empty
        meant, doubt = _meant(where, scene, found, key)
        if doubt and when_empty.verdict is decisive:
            return doubt  # items in doubt decide nothing: together they never come to what no items come to
        outcomes: list[Outcome] = []
        for name, each, in_doubt in meant:
            if type(each) is Unknown:
                outcomes.append(unknown(each, Trace(name, at, _ERROR, each)))
                continue
            outcome = body(scene, each, name)
            if denies:
                outcome = _denied(outcome, at, each, name)
            if in_doubt and outcome.verdict in (_ERROR, decisive):
                if doubt:
                    return doubt  # whether any item is meant at all was not seen, and it matters
                outcome = in_doubt if outcome.verdict is decisive else outcome
            outcomes.append(outcome)
        if missing:
            outcomes.append(unknown(missing, Trace(at, at, _ERROR, missing)))
        if not outcomes:
            return when_empty
        outcome = combine(outcomes)
        if doubt and outcome.verdict is not when_empty.verdict:
            return doubt
        return outcome

    return judge


Meant = list[tuple[str, Any, Outcome | None]]
"""Items by name; and where it was not seen whether an item is meant, why."""


def _meant(where: Judge | None, scene: Scene, found: list[Keyed], key: str) -> tuple[Meant, Outcome | None]:
    """The items that meet the conditions or may meet them; and a doubt, where no item surely does but some may."""
    named = [(f"{key}: {name}", each) for name, each in found] if key else found
    if not where:
        return [(name, each, None) for name, each in named], None
    meant: Meant = []
    doubt, certain = None, False
    for name, each in named:
        met = where(scene, each, name) if type(each) is not Unknown else None
        if met is None:
            meant.append((name, each, None))
        elif met.verdict is _ERROR:
            doubt = met
            meant.append((name, each, met))
        elif met.verdict is _PASS:
            certain = True
            meant.append((name, each, None))
    return meant, None if certain else doubt


def _denied(outcome: Outcome, at: str, item: Any, key: str) -> Outcome:
    """The outcome of an item in `none`: what holds of it is a fail."""
    if outcome.verdict is _PASS:
        seen = outcome.objects[0] if outcome.objects else Trace(key, at, _FAIL, None)
        source = paths.source_of(item) or seen.source
        seen = seen._replace(verdict=_FAIL, source=source, operator=f"not {seen.operator}")
        return Outcome(_FAIL, (seen,))
    if outcome.verdict is _FAIL:
        passed = (trace._replace(verdict=_PASS, operator=f"not {trace.operator}") for trace in outcome.objects)
        return Outcome(_PASS, tuple(passed))
    return outcome


def _decided(verdict: str, at: str) -> Outcome:
    if verdict == "not_applicable":
        return NEUTRAL
    concluded = Verdict(verdict)
    return Outcome(concluded, (Trace(at, at, concluded, None, operator="present"),))

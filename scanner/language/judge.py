"""Judging a whole check: groups, quantifiers, conditions. Compiled once, then run on every host."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scanner.language import paths
from scanner.language.leaf import Judge, Scene, elements, item_key, leaf, sifted
from scanner.language.outcome import NEUTRAL, Outcome, Trace, all_of, any_of, unknown
from scanner.language.rule import Rule
from scanner.language.syntax import AllOf, AnyOf, Expectation, IfThen, Leaf, Quantifier, RuleUse
from scanner.model.facts import Items, Setting, Table
from scanner.model.unknown import NOT_COLLECTED, Unknown
from scanner.model.verdict import Verdict

Rules = Mapping[str, Rule[Any]]


def compile_all(expectations: Sequence[Expectation], rules: Rules, shows: bool = True) -> Judge:
    """A function that judges all expectations of a list together; one that `shows` nothing names no objects."""
    judges = [_compile(expectation, rules, shows) for expectation in expectations]
    if len(judges) == 1:
        return judges[0]
    return lambda scene: all_of(judge(scene) for judge in judges)


def _compile(expectation: Expectation, rules: Rules, shows: bool) -> Judge:
    match expectation:
        case Leaf():
            return leaf(expectation, shows)
        case Quantifier():
            return _quantifier(expectation, rules)
        case AllOf():
            return compile_all(expectation.all_of, rules, shows)
        case AnyOf():
            judges = [_compile(part, rules, shows) for part in expectation.any_of]
            return lambda scene: any_of(judge(scene) for judge in judges)
        case IfThen():
            return _if_then(condition(expectation.if_, rules), compile_all(expectation.then, rules, shows))
        case RuleUse():
            return rules[expectation.rule].bind(expectation.with_)


def condition(expectations: Sequence[Expectation], rules: Rules) -> Judge:
    """Judges the expectations of `if`, `where` or `when` until one fails: then the others do not matter.

    What is asked is the verdict, and of an error its cause; no finding shows what a condition looked at.
    """
    judges = [_compile(expectation, rules, False) for expectation in expectations]
    if len(judges) == 1:
        return judges[0]

    def judge(scene: Scene) -> Outcome:
        outcomes = []
        for each in judges:
            outcome = each(scene)
            if outcome.verdict is Verdict.FAIL:
                return outcome
            outcomes.append(outcome)
        return all_of(outcomes)

    return judge


def _if_then(condition: Judge, then: Judge) -> Judge:
    def judge(scene: Scene) -> Outcome:
        held = condition(scene)
        if held.verdict in (Verdict.FAIL, Verdict.NOT_APPLICABLE):
            return NEUTRAL
        outcome = then(scene)
        # Pass or neutral was not seen, and inside any_of the difference decides.
        return held if held.verdict is Verdict.ERROR and outcome.verdict is not Verdict.NOT_APPLICABLE else outcome

    return judge


def _quantifier(expectation: Quantifier, rules: Rules) -> Judge:
    path = paths.parse(expectation.at)
    table_path = path.table
    sift = sifted(expectation.where)
    body = compile_all(expectation.body, rules)
    where = condition(expectation.where, rules) if expectation.where else None
    kind = expectation.kind
    decisive = Verdict.PASS if kind == "any" else Verdict.FAIL

    def judge(scene: Scene) -> Outcome:
        found, missing = _population(path, table_path, scene, sift(scene))
        if type(found) is Unknown:
            return unknown(found, Trace(path.text, path.text, Verdict.ERROR, found))
        if found is None:
            return _decided(expectation.if_absent or "fail", path)
        outcomes: list[Outcome] = []
        doubt, certain = NEUTRAL, False
        facts, now, params, _, outer, fleet = scene
        for key, item in found:
            inner = Scene(facts, now, params, item, f"{outer}: {key}" if outer else key, fleet)
            if type(item) is Unknown:
                outcomes.append(unknown(item, Trace(inner.key, path.text, Verdict.ERROR, item)))
                continue
            chosen = where(inner) if where else None
            if chosen and chosen.verdict in (Verdict.FAIL, Verdict.NOT_APPLICABLE):
                continue
            outcome = body(inner)
            if kind == "none":
                outcome = _denied(outcome, path, inner)
            if chosen and chosen.verdict is Verdict.ERROR:
                doubt = chosen
                outcome = chosen if outcome.verdict is decisive else outcome
            else:
                certain = True
            outcomes.append(outcome)
        if missing:
            outcomes.append(unknown(missing, Trace(path.text, path.text, Verdict.ERROR, missing)))
        if not outcomes:
            return _decided(expectation.if_empty, path)
        outcome = any_of(outcomes) if kind == "any" else all_of(outcomes)
        if doubt is not NEUTRAL and not certain and outcome.verdict is not _decided(expectation.if_empty, path).verdict:
            return doubt  # whether any item is meant at all was not seen, and it matters
        return outcome

    return judge


def _denied(outcome: Outcome, path: paths.Path, scene: Scene) -> Outcome:
    """The outcome of an item in `none`: what holds of it is a fail."""
    if outcome.verdict is Verdict.PASS:
        seen = outcome.objects[0] if outcome.objects else Trace(scene.key, path.text, Verdict.FAIL, None)
        source = paths.source_of(scene.item) or seen.source
        seen = seen._replace(verdict=Verdict.FAIL, source=source, operator=f"not {seen.operator}")
        return Outcome(Verdict.FAIL, (seen,))
    if outcome.verdict is Verdict.FAIL:
        passed = (trace._replace(verdict=Verdict.PASS, operator=f"not {trace.operator}") for trace in outcome.objects)
        return Outcome(Verdict.PASS, tuple(passed))
    return outcome


def _decided(verdict: str, path: paths.Path) -> Outcome:
    if verdict == "not_applicable":
        return NEUTRAL
    concluded = Verdict(verdict)
    return Outcome(concluded, (Trace(path.text, path.text, concluded, None, operator="present"),))


def _population(
    path: paths.Path, table_path: paths.Path | None, scene: Scene, meant: Callable[[Any], bool]
) -> tuple[list[tuple[str, Any]] | Unknown | None, Unknown | None]:
    """The items a quantifier ranges over with their keys, without those surely not meant; and what is missing."""
    if table_path and path.glob:
        table = paths.look(table_path, scene.facts, scene.item).value
        if not isinstance(table, Table):
            return table, None
        rows = [(key, row) for key, row in table.matching(path.glob) if row is not None and meant(row)]
        return rows, None if table.saw(path.glob) else NOT_COLLECTED
    value = paths.look(path, scene.facts, scene.item).value
    if value is None or isinstance(value, Unknown):
        return value, None
    if isinstance(value, Table):
        rows = [(key, row) for key, row in value.rows.items() if row is not None and meant(row)]
        return rows, None if value.complete else NOT_COLLECTED
    if isinstance(value, Items | tuple | list):
        seen, missing = elements(value)
        chosen = [item for item in seen if meant(item)]
        return [(item_key(item), item.value if isinstance(item, Setting) else item) for item in chosen], missing
    return Unknown(cause=NOT_COLLECTED.cause, detail=f"{path.text} is not a list"), None

"""Judging one fact against one operator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from scanner.language import paths
from scanner.language.operators import OPERATORS, Operator, Result
from scanner.language.outcome import NEUTRAL, Outcome, Trace, outcome_of, trace_of, unknown
from scanner.language.syntax import FactRef, Leaf, ParamRef
from scanner.model.base import Text
from scanner.model.facts import HostFacts, Items, Source, item_key
from scanner.model.fleet import Fleet
from scanner.model.unknown import Cause, Unknown
from scanner.model.verdict import Verdict

_ALONE = Fleet()


class Scene(NamedTuple):
    """What a check is judged in: the host's facts, when they were observed, and the parameters."""

    facts: HostFacts
    now: datetime
    params: Mapping[str, Any]
    fleet: Fleet = _ALONE
    """For fleet checks: what they compare, of every host of the run."""


class Judge(Protocol):
    """Judges an expectation in a scene; inside a quantifier, about the item at hand and by its key."""

    def __call__(self, scene: Scene, item: Any = None, key: str = "", /) -> Outcome: ...


_PASS, _FAIL, _ERROR = Verdict.PASS, Verdict.FAIL, Verdict.ERROR  # an enum's members are slow to reach
_HELD, _FAILED = Outcome(_PASS), Outcome(_FAIL)


def leaf(expectation: Leaf, shows: bool = True) -> Judge:
    """A function that judges one leaf. One that `shows` nothing tells of a pass or fail no more than that."""
    path = paths.parse(expectation.at)
    read, at, name, says = paths.reader(path), path.text, expectation.operator, expectation.says
    if name in ("present", "absent"):
        return _presence(path, name, says, shows)
    operator, if_absent, literal = OPERATORS[name], expectation.if_absent, expectation.operand
    operand = operand_of(literal) if isinstance(literal, ParamRef | FactRef) else None
    holds, of_list = operator.holds, operator.of_list

    def judge(scene: Scene, item: Any = None, key: str = "") -> Outcome:
        actual, source = read(scene.facts, item)
        wanted = operand(scene, item) if operand else literal
        if type(actual) is Unknown:
            return unknown(actual, Trace(key or at, at, _ERROR, actual, source, name, wanted, says))
        if type(wanted) is Unknown:
            return unknown(wanted)  # nothing to compare with: that says nothing about this fact
        if actual is None:
            if if_absent == "not_applicable":
                return NEUTRAL
            held: Result = if_absent == "pass"
        elif of_list:
            return _list(operator, scene, key, Trace(key or at, at, _PASS, actual, source, name, wanted, says))
        else:
            held = holds(actual, wanted, scene.now)
            if type(held) is Unknown:
                return unknown(held, Trace(key or at, at, _ERROR, actual, source, name, wanted, says))
        if not shows:
            return _HELD if held else _FAILED
        verdict = _PASS if held else _FAIL
        trace = trace_of((key or at, at, verdict, actual, source, name, wanted, says, False))
        return outcome_of((verdict, (trace,), None, "", None))

    return judge


def _presence(path: paths.Path, name: str, says: Text | None, shows: bool) -> Judge:
    read, at, wanted = paths.reader(path), path.text, name == "present"

    def judge(scene: Scene, item: Any = None, key: str = "") -> Outcome:
        actual, source = read(scene.facts, item)
        if type(actual) is Unknown:
            return unknown(actual, Trace(key or at, at, _ERROR, actual, source, name))
        held = (actual is not None) is wanted
        if not shows:
            return _HELD if held else _FAILED
        verdict = _PASS if held else _FAIL
        trace = trace_of((key or at, at, verdict, actual, source, name, None, says, False))
        return outcome_of((verdict, (trace,), None, "", None))

    return judge


def elements(value: Any) -> tuple[tuple[Any, ...], Unknown | None]:
    """The elements of a list fact, and what is missing from it."""
    if isinstance(value, Items):
        return value.items, value.missing
    return tuple(value), None


def _list(operator: Operator, scene: Scene, key: str, whole: Trace) -> Outcome:
    """Judge a list as a whole: each offending element is an object of its own."""
    seen, missing = elements(whole.actual)
    if whole.operator == "unique":
        offending, source_of = _repeated(seen, str(whole.operand))
        missing = missing or _unread(seen, str(whole.operand))
    elif whole.operator == "contains_all":
        offending, source_of = [wanted for wanted in whole.operand if wanted not in seen], {}
        if offending and missing:
            return unknown(missing, whole._replace(verdict=Verdict.ERROR, actual=missing))
        missing = None
    else:
        offending = [element for element in seen if not operator.holds(element, whole.operand, scene.now)]
        source_of = {}
    if offending:
        # A check may look at the same list of several keys, such as the options of each mount.
        owner = key or (whole.at if "[" in whole.at else None)
        return Outcome(
            Verdict.FAIL,
            tuple(
                whole._replace(
                    key=f"{owner}: {element}" if owner else str(element),
                    verdict=Verdict.FAIL,
                    actual=source_of.get(element, (whole.actual, None))[0] if source_of else _shown(whole, seen),
                    source=source_of.get(element, (None, whole.source))[1] or whole.source,
                )
                for element in offending
            ),
            missing.cause if missing else None,
            missing.detail if missing else "",
        )
    if missing:
        return unknown(missing, whole._replace(verdict=Verdict.ERROR, actual=missing))
    return Outcome(Verdict.PASS, (whole._replace(actual=_shown(whole, seen)),))


def _shown(whole: Trace, seen: tuple[Any, ...]) -> Any:
    return f"{len(seen)}" if whole.operator == "unique" else seen


def _repeated(seen: tuple[Any, ...], field: str) -> tuple[list[Any], dict[Any, tuple[Any, Source | None]]]:
    """Values of a field that more than one item has, with the items that share them."""
    read = paths.reader(paths.parse(f".{field}"))
    sharing: dict[Any, list[Any]] = {}
    for item in seen:
        value, _ = read({}, item)
        if value is not None and not isinstance(value, Unknown):
            sharing.setdefault(value, []).append(item)
    repeated = {value: items for value, items in sharing.items() if len(items) > 1}
    return list(repeated), {
        value: (tuple(item_key(item) for item in items), paths.source_of(items[1])) for value, items in repeated.items()
    }


def _unread(seen: tuple[Any, ...], field: str) -> Unknown | None:
    """The first field that was not seen: it may repeat another."""
    read = paths.reader(paths.parse(f".{field}"))
    values = (read({}, item)[0] for item in seen)
    return next((value for value in values if type(value) is Unknown), None)


def operand_of(operand: Any) -> Callable[[Scene, Any], Any]:
    """A function that tells what stands right of an operator: a literal, a parameter's value or another fact."""
    if isinstance(operand, ParamRef):
        name = operand.param
        return lambda scene, _item: scene.params[name]
    if isinstance(operand, FactRef):
        path = paths.parse(operand.fact)
        read = paths.reader(path)

        def fact(scene: Scene, item: Any) -> Any:
            value, _ = read(scene.facts, item)
            if value is None:
                return Unknown(cause=Cause.UNPARSED, detail=f"{path.text} is absent, nothing to compare with")
            if isinstance(value, Items):
                return value.missing or value
            return value

        return fact
    return lambda _scene, _item: operand

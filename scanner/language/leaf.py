"""Judging one fact against one operator."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from scanner.language import paths
from scanner.language.operators import OPERATORS, Operator
from scanner.language.outcome import NEUTRAL, Outcome, Trace, unknown
from scanner.language.syntax import Expectation, FactRef, Leaf, ParamRef
from scanner.model.base import Text
from scanner.model.facts import HostFacts, Item, Items, Source
from scanner.model.unknown import Cause, Unknown
from scanner.model.verdict import Verdict


class Scene(NamedTuple):
    """What a check is judged in: the host's facts, when they were observed, the parameters, and the item at hand."""

    facts: HostFacts
    now: datetime
    params: Mapping[str, Any]
    item: Any = None
    key: str = ""
    fleet: Mapping[str, HostFacts] = MappingProxyType({})
    """For fleet checks: the facts they read, of every host of the run; nothing of one that gave no answer."""


Judge = Callable[[Scene], Outcome]


_HELD = Outcome(Verdict.PASS)
_FAILED = Outcome(Verdict.FAIL)


def leaf(expectation: Leaf, shows: bool = True) -> Judge:
    """A function that judges one leaf. One that `shows` nothing tells of a pass or fail no more than that."""
    path = paths.parse(expectation.at)
    read = paths.reader(path)
    name = expectation.operator
    operator = OPERATORS[name]
    operand = _operand(expectation.operand)
    at, holds, of_list, says = path.text, operator.holds, operator.of_list, expectation.says
    if_absent = expectation.if_absent
    if name in ("present", "absent"):
        return _presence(path, name, expectation.says)

    def judge(scene: Scene) -> Outcome:
        facts, now, _, item, key, _ = scene
        actual, source = read(facts, item)
        wanted = operand(scene)
        key = key or at
        if type(actual) is Unknown:
            return unknown(actual, Trace(key, at, Verdict.ERROR, actual, source, name, wanted, says))
        if type(wanted) is Unknown:
            return unknown(wanted)  # nothing to compare with: that says nothing about this fact
        if actual is None:
            if if_absent == "not_applicable":
                return NEUTRAL
            verdict = Verdict.PASS if if_absent == "pass" else Verdict.FAIL
            return Outcome(verdict, (Trace(key, at, verdict, None, source, name, wanted, says),))
        if of_list:
            return _list(operator, scene, Trace(key, at, Verdict.PASS, actual, source, name, wanted, says))
        held = holds(actual, wanted, now)
        if type(held) is Unknown:
            return unknown(held, Trace(key, at, Verdict.ERROR, actual, source, name, wanted, says))
        if not shows:
            return _HELD if held else _FAILED
        verdict = Verdict.PASS if held else Verdict.FAIL
        return Outcome(verdict, (Trace(key, at, verdict, actual, source, name, wanted, says),))

    return judge


def sifted(where: Sequence[Expectation]) -> Callable[[Scene], Callable[[Any], bool]]:
    """In a scene, a quick look at whether an item may meet the conditions. False is certain, True is not.

    Most conditions pick a few items by name out of hundreds.
    """
    named = [
        (str(path.steps[0]), _operand(each.operand))
        for each in where
        if isinstance(each, Leaf)
        and each.operator in ("equals", "one_of")
        and not isinstance(each.operand, FactRef)
        and len((path := paths.parse(each.at)).steps) == 1
        and path.relative
    ]
    if not named:
        return lambda _scene: _any_item
    field, operand = named[0]

    def sift(scene: Scene) -> Callable[[Any], bool]:
        wanted = operand(scene)
        names = frozenset(wanted if isinstance(wanted, tuple) else (wanted,))
        if isinstance(wanted, Unknown):
            return _any_item

        def may_be(item: Any) -> bool:
            value = item.__dict__.get(field) if isinstance(item, Item) else None
            return type(value) is not str or value in names

        return may_be

    return sift


def _any_item(_item: Any) -> bool:
    return True


def _presence(path: paths.Path, name: str, says: Text | None) -> Judge:
    def judge(scene: Scene) -> Outcome:
        actual, source = paths.look(path, scene.facts, scene.item)
        key = scene.key or path.text
        if type(actual) is Unknown:
            return unknown(actual, Trace(key, path.text, Verdict.ERROR, actual, source, name))
        verdict = Verdict.PASS if (actual is not None) == (name == "present") else Verdict.FAIL
        return Outcome(verdict, (Trace(key, path.text, verdict, actual, source, name, expected=says),))

    return judge


def elements(value: Any) -> tuple[tuple[Any, ...], Unknown | None]:
    """The elements of a list fact, and what is missing from it."""
    if isinstance(value, Items):
        return value.items, value.missing
    return tuple(value), None


def _list(operator: Operator, scene: Scene, whole: Trace) -> Outcome:
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
        owner = scene.key or (whole.at if "[" in whole.at else None)
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
        )
    if missing:
        return unknown(missing, whole._replace(verdict=Verdict.ERROR, actual=missing))
    return Outcome(Verdict.PASS, (whole._replace(actual=_shown(whole, seen)),))


def _shown(whole: Trace, seen: tuple[Any, ...]) -> Any:
    return f"{len(seen)}" if whole.operator == "unique" else seen


def _repeated(seen: tuple[Any, ...], field: str) -> tuple[list[Any], dict[Any, tuple[Any, Source | None]]]:
    """Values of a field that more than one item has, with the items that share them."""
    sharing: dict[Any, list[Any]] = {}
    for item in seen:
        value = paths.look(paths.parse(f".{field}"), {}, item).value
        if value is not None and not isinstance(value, Unknown):
            sharing.setdefault(value, []).append(item)
    repeated = {value: items for value, items in sharing.items() if len(items) > 1}
    return list(repeated), {
        value: (tuple(item_key(item) for item in items), paths.source_of(items[1])) for value, items in repeated.items()
    }


def _unread(seen: tuple[Any, ...], field: str) -> Unknown | None:
    """The first field that was not seen: it may repeat another."""
    values = (paths.look(paths.parse(f".{field}"), {}, item).value for item in seen)
    return next((value for value in values if isinstance(value, Unknown)), None)


def item_key(item: Any) -> str:
    """The natural key of an item of a list fact."""
    name = getattr(type(item), "KEY", None)
    return str(getattr(item, name)) if name else str(item)


def _operand(operand: Any) -> Callable[[Scene], Any]:
    if isinstance(operand, ParamRef):
        name = operand.param
        return lambda scene: scene.params[name]
    if isinstance(operand, FactRef):
        path = paths.parse(operand.fact)

        def fact(scene: Scene) -> Any:
            value = paths.look(path, scene.facts, scene.item).value
            if value is None:
                return Unknown(cause=Cause.UNPARSED, detail=f"{path.text} is absent, nothing to compare with")
            if isinstance(value, Items):
                return value.missing or value.items
            return value

        return fact
    return lambda _scene: operand

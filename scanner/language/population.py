"""The items a quantifier ranges over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from scanner.language import paths
from scanner.language.leaf import Scene, operand_of
from scanner.language.syntax import Expectation, FactRef, Leaf
from scanner.model.facts import Items, Keyed, Rows, Table, keyed
from scanner.model.unknown import NOT_COLLECTED, Unknown

Population = tuple[list[Keyed] | Unknown | None, Unknown | None]
"""The items with their keys, or why there are none (unknown, absent); and what is missing from them."""


def population(path: paths.Path, where: Sequence[Expectation]) -> Callable[[Scene, Any], Population]:
    """A function that finds the items at a path in a scene, without those that surely do not meet the conditions."""
    glob, read, pick = path.glob, paths.reader(path.table or path), _picked(where)

    def find(scene: Scene, item: Any) -> Population:
        value, _ = read(scene.facts, item)
        if value is None or type(value) is Unknown:
            return value, None
        if isinstance(value, Table):
            if glob:
                rows = [each for each in value.matching(glob) if each[1] is not None]
                return rows, None if value.saw(glob) else value.unseen
            return pick(scene, value.keyed), None if value.complete else value.unseen
        if isinstance(value, Items):
            return pick(scene, value.keyed), value.missing
        if isinstance(value, tuple | list):
            return keyed(value).all, None
        return Unknown(cause=NOT_COLLECTED.cause, detail=f"{path.text} is not a list"), None

    return find


def _picked(where: Sequence[Expectation]) -> Callable[[Scene, Rows], list[Keyed]]:
    """Most conditions pick a few items by name out of hundreds: these are looked up. The rest are all left in."""
    named = [
        (str(path.steps[0]), operand_of(each.operand))
        for each in where
        if isinstance(each, Leaf)
        and each.operator in ("equals", "one_of")
        and not isinstance(each.operand, FactRef)
        and len((path := paths.parse(each.at)).steps) == 1
        and path.relative
    ]
    if not named:
        return lambda _scene, rows: rows.all
    field, operand = named[0]

    def pick(scene: Scene, rows: Rows) -> list[Keyed]:
        wanted = operand(scene, None)
        if type(wanted) is Unknown:
            return rows.all
        return rows.named(field, frozenset(wanted if isinstance(wanted, tuple) else (wanted,)))

    return pick

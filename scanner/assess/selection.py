"""Which measures count for a target object, and with what protection need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum

from scanner.model.catalogue import Level, Mark, Measure, group_of
from scanner.model.target import Need, Needs, Scope, Target

CARRIERS = frozenset({"SYS", "NET", "INF", "IND"})
"""Module groups of what carries other things: they inherit the need of what they carry."""
_MARKS: tuple[Mark, ...] = ("C", "I", "A")


class Choice(Enum):
    """Whether a measure counts for a target object."""

    COUNTS = "counts"
    TO_CONSIDER = "to_consider"
    OUT = "out"


def highest(needs: Iterable[Needs]) -> Needs:
    """The maximum of each of confidentiality, integrity and availability; normal where there is nothing."""
    found = list(needs)
    most = {mark: max((getattr(each, mark) for each in found), key=_rank, default=Need.NORMAL) for mark in _MARKS}
    return Needs(**most)


def need_of(module: str, target: Target, sharing: Sequence[Target]) -> Needs:
    """The need that counts for a module: of carriers the maximum over the target objects that share the place."""
    return highest([target.need, *(each.need for each in sharing)]) if group_of(module) in CARRIERS else target.need


def choose(measure: Measure, scope: Scope, target: Target, needs: Needs) -> Choice:
    """Whether the measure counts. A high measure counts by decision only, and is worth one where its marks meet a need.

    A measure the source of the sector profiles does not know stays in: leaving it out would hide it.
    """
    if measure.level is Level.HIGH:
        if any(decided.measure == measure.code for decided in target.high_measures):
            return Choice.COUNTS
        high = any(getattr(needs, mark).rank >= Need.HIGH.rank for mark in measure.marks or _MARKS)
        return Choice.TO_CONSIDER if high else Choice.OUT
    if scope.profile and measure.profiles is not None:
        return Choice.COUNTS if scope.profile in measure.profiles else Choice.OUT
    by_approach = measure.level is Level.BASIC or scope.approach != "basic"
    return Choice.COUNTS if by_approach else Choice.OUT


def _rank(need: Need) -> int:
    return need.rank

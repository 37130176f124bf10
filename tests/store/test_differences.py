"""Comparing two runs by their intervals, against laying everything both found side by side."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from scanner.assess.compare import between, settled
from scanner.model.finding import Finding
from scanner.model.run import Assessment
from scanner.model.status import Change
from scanner.store.history import History
from tests.store.nights import answers, known, night, save
from tests.store.test_history_properties import NIGHTS, Night

Pair = tuple[str, str]


def side(history: History, assessment: Assessment) -> dict[Pair, Finding]:
    """Everything an assessment found."""
    return {(each.host, each.said.check): each.finding for each in history.findings(assessment)}


def laid_beside(before: Mapping[Pair, Finding], after: Mapping[Pair, Finding]) -> dict[Pair, Change]:
    """The change of every pair, from reading all of them."""
    return {pair: between(before.get(pair), after.get(pair)) for pair in before.keys() | after.keys()}


def by_intervals(history: History, old: Assessment, new: Assessment) -> tuple[dict[Pair, Change], Counter[Change]]:
    """The changes of the pairs that differ, and the numbers of the changes of all."""
    found, counts = {}, Counter[Change]()
    alike = history.counted(new)
    for host, check, before, after in history.differences(old, new):
        found[host, check] = between(before, after)
        if after:
            alike[after.verdict] -= 1
    for verdict, number in alike.items():
        counts[settled(verdict)] += number
    return found, counts + Counter(found.values())


def agree(history: History, old: Assessment, new: Assessment) -> None:
    """Both ways tell the same of two assessments."""
    before, after = side(history, old), side(history, new)
    whole = laid_beside(before, after)
    found, counts = by_intervals(history, old, new)
    told = {pair for pair in whole if said(before.get(pair)) != said(after.get(pair))}
    assert found == {pair: whole[pair] for pair in told}
    assert counts == Counter(whole.values())
    assert list(found) == sorted(found)


def said(found: Finding | None) -> object:
    """What a finding says, wherever and whenever."""
    return found and found.model_dump(exclude={"observed_at"})


@given(NIGHTS, st.randoms(use_true_random=False))
def test_intervals_tell_what_laying_two_runs_side_by_side_tells(nights: list[Night], random: object) -> None:
    order = list(enumerate(nights))
    random.shuffle(order)  # type: ignore[attr-defined]  # hypothesis hands in a random.Random
    with tempfile.TemporaryDirectory() as folder, History(Path(folder) / "store.sqlite") as history:
        assessments = [save(history, number, found) for number, found in order]
        for old in assessments:
            for new in assessments:
                agree(history, old, new)


@given(NIGHTS, NIGHTS)
def test_intervals_tell_it_of_evidence_judged_again_too(nights: list[Night], again: list[Night]) -> None:
    with tempfile.TemporaryDirectory() as folder, History(Path(folder) / "store.sqlite") as history:
        assessments = [save(history, number, found) for number, found in enumerate(nights)]
        for number, words in enumerate(again[: len(nights)]):
            found = answers(words, night(number) + timedelta(minutes=1))
            made = night(20 + number)
            assessments.append(history.reassess(f"run-{number:04}", known(words), found, made, "", "", ""))
        for old in assessments:
            for new in assessments:
                agree(history, old, new)

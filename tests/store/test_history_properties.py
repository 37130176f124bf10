"""Any sequence of partial runs, against a history kept the naive way: a list of what every run saw."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from scanner.assess.compare import change, fold
from scanner.model.finding import Finding
from scanner.model.run import Observed
from scanner.model.status import Change
from scanner.store.history import History
from tests.store.nights import finding, night, save

Pair = tuple[str, str]
Night = dict[Pair, str]
PAIRS = st.tuples(st.sampled_from("ab"), st.sampled_from(["sshd-root", "root-alone"]))
WORDS = st.sampled_from(["pass", "fail:22", "fail:22,23", "error", "not_applicable"])
NIGHTS: st.SearchStrategy[list[Night]] = st.lists(st.dictionaries(PAIRS, WORDS, min_size=1), min_size=1, max_size=7)
State = dict[Pair, tuple[Finding, Change, str]]


def expected(nights: Sequence[Night], upto: int, pair: Pair) -> tuple[Finding, Change, str] | None:
    """The newest observation of a pair among the first nights, its change and its run."""
    seen = [(number, each[pair]) for number, each in enumerate(nights[:upto]) if pair in each]
    if not seen:
        return None
    *before, now = [finding(*pair, word, night(number) + timedelta(minutes=1)) for number, word in seen]
    return now, change(now, fold(before)), f"run-{seen[-1][0]:04}"


def since(nights: Sequence[Night], pair: Pair) -> int:
    """The night from which the newest verdict holds."""
    seen = [(number, each[pair].partition(":")[0]) for number, each in enumerate(nights) if pair in each]
    began = seen[-1][0]
    for number, verdict in reversed(seen):
        if verdict != seen[-1][1]:
            break
        began = number
    return began


def state(found: Iterable[Observed]) -> State:
    """What the history says, by pair."""
    return {(each.finding.host, each.finding.check): (each.finding, each.change, each.run) for each in found}


@given(NIGHTS)
def test_current_state_changes_and_ages_agree_with_a_list_of_everything_seen(nights: list[Night]) -> None:
    with tempfile.TemporaryDirectory() as folder, History(Path(folder) / "store.sqlite") as history:
        assessments = [save(history, number, found) for number, found in enumerate(nights)]
        pairs = {pair for found in nights for pair in found}
        current = {}
        for pair in pairs:
            newest = expected(nights, len(nights), pair)
            assert newest is not None
            scanned = pair in nights[-1]
            current[pair] = newest if scanned else (newest[0], Change.NOT_SCANNED, newest[2])
        assert state(history.current()) == current
        for each in history.current():
            pair = (each.finding.host, each.finding.check)
            assert each.since == night(since(nights, pair)) + timedelta(minutes=1)
        for number, assessment in enumerate(assessments):
            then = {pair: expected(nights, number + 1, pair) for pair in nights[number]}
            assert state(history.findings(assessment)) == then


@given(NIGHTS, st.randoms(use_true_random=False))
def test_the_order_in_which_runs_are_saved_changes_no_verdict(nights: list[Night], random: object) -> None:
    """Evidence of an older run may come in late: newer observations stay, and every run keeps what it saw."""
    order = list(enumerate(nights))
    random.shuffle(order)  # type: ignore[attr-defined]  # hypothesis hands in a random.Random
    with tempfile.TemporaryDirectory() as folder, History(Path(folder) / "store.sqlite") as history:
        assessments = {number: save(history, number, found) for number, found in order}
        newest = {pair: expected(nights, len(nights), pair) for found in nights for pair in found}
        assert {pair: found for pair, (found, _, _) in state(history.current()).items()} == {
            pair: found[0] for pair, found in newest.items() if found
        }
        for number, assessment in assessments.items():
            seen = {pair: found.message.en for pair, (found, _, _) in state(history.findings(assessment)).items()}
            assert seen == {pair: f"Found: {word}" for pair, word in nights[number].items()}


@given(NIGHTS)
def test_intervals_of_a_pair_follow_each_other_and_one_is_current(nights: list[Night]) -> None:
    with tempfile.TemporaryDirectory() as folder, History(Path(folder) / "store.sqlite") as history:
        for number, found in enumerate(nights):
            save(history, number, found)
        rows = history._database.execute(  # noqa: SLF001  # the rows themselves are what is tested
            'SELECT host, "check", first, last, current, verdict, body FROM findings ORDER BY host, "check", first'
        ).fetchall()
    by_pair: dict[tuple[int, int], list[tuple[int, ...]]] = {}
    for host, check, *rest in rows:
        by_pair.setdefault((host, check), []).append(tuple(rest))
    for intervals in by_pair.values():
        assert all(first <= last for first, last, *_ in intervals)
        assert all(before[1] < after[0] for before, after in pairwise(intervals))
        assert all(before[3:] != after[3:] for before, after in pairwise(intervals))
        assert [current for _, _, current, *_ in intervals] == [0] * (len(intervals) - 1) + [1]

"""The trend of a report is made of whole runs: one that looked at less would read as gaps that went away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner.model.catalogue import Level
from scanner.model.report import MeasureInfo
from scanner.model.run import Asked
from scanner.model.status import MeasureStatus as M
from scanner.model.verdict import Severity
from scanner.store.history import History
from tests.store.nights import answers, known, night, planned, run_of, save

LEVELS = {"SYS.1.1.M1": Level.BASIC, "SYS.1.1.M2": Level.BASIC, "SYS.1.1.M30": Level.HIGH}
TWO = {("a", "c"): "fail:x", ("b", "c"): "pass"}


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with History(tmp_path / "eits.db") as opened:
        yield opened


def stands(code: str, status: M) -> MeasureInfo:
    return MeasureInfo(
        code=code, title="T", module="SYS.1.1", level=LEVELS.get(code, Level.BASIC), target="t", status=status
    )


def test_earlier_runs_come_oldest_first_with_their_hosts_and_gaps(history: History) -> None:
    save(history, 1, TWO)
    save(history, 2, {("a", "c"): "fail:x", ("b", "c"): "fail:y"})
    save(history, 3, TWO)
    points = history.trend("run-0003", LEVELS.get)
    assert [(each.run, each.hosts, each.gaps) for each in points] == [
        ("run-0001", 2, {Severity.HIGH: 1}),
        ("run-0002", 2, {Severity.HIGH: 2}),
    ]
    assert history.trend("run-0001", LEVELS.get) == []


def test_measures_are_counted_as_they_stood_on_that_night(history: History) -> None:
    for number, status in enumerate([M.PARTLY, M.IMPLEMENTED, M.IMPLEMENTED], 1):
        measures = [stands("SYS.1.1.M1", status), stands("SYS.1.1.M2", M.PARTLY), stands("SYS.1.1.M30", M.TO_CONSIDER)]
        history.save_measures(save(history, number, TWO), [*measures, stands("SYS.1.1.M99", M.PARTLY)])
    first, second = history.trend("run-0003", LEVELS.get)
    assert first.measures == {Level.BASIC: {M.PARTLY: 2}, Level.HIGH: {M.TO_CONSIDER: 1}}
    assert second.measures == {Level.BASIC: {M.IMPLEMENTED: 1, M.PARTLY: 1}, Level.HIGH: {M.TO_CONSIDER: 1}}


@pytest.mark.parametrize(
    "change",
    [
        {"limit": "a"},
        {"complete": False},
        {"asked": Asked(checks=("c",))},
        {"asked": Asked(measures=("SYS.1.3.M8",))},
        {"asked": Asked(resumed="run-0001")},
    ],
    ids=["limited", "stopped", "narrowed to a check", "narrowed to a measure", "the rest of another"],
)
def test_a_run_that_looked_at_less_is_no_point_of_the_trend(history: History, change: dict[str, object]) -> None:
    save(history, 1, TWO)
    part = {("a", "c"): "fail:x"}
    run = run_of(2).model_copy(update=change)
    history.save(run, known(part), planned(part), answers(part, night(2)), night(2))
    save(history, 3, TWO)
    assert [each.run for each in history.trend("run-0003", LEVELS.get)] == ["run-0001"]


def test_a_run_without_a_gap_has_no_gaps_rather_than_no_point(history: History) -> None:
    save(history, 1, {("a", "c"): "pass"})
    save(history, 2, TWO)
    (point,) = history.trend("run-0002", LEVELS.get)
    assert (point.hosts, point.gaps, point.measures) == (1, {}, {})

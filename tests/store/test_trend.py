"""The trend of a report is made of whole runs: one that looked at less would read as gaps that went away."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.model.catalogue import Level
from scanner.model.run import Asked
from scanner.model.verdict import Severity
from scanner.store.history import History
from tests.store.nights import answers, known, night, planned, run_of, save

CHECK, OTHER = "linux-one", "linux-two"
GAPS = {("a", CHECK): "fail:22", ("a", OTHER): "fail:23"}


@pytest.mark.parametrize(
    "change",
    [
        {"limit": "a"},
        {"complete": False},
        {"asked": Asked(checks=(CHECK,))},
        {"asked": Asked(measures=("SYS.1.3.M8",))},
    ],
    ids=["limited", "stopped", "narrowed to a check", "narrowed to a measure"],
)
def test_a_run_that_looked_at_less_is_no_point_of_the_trend(tmp_path: Path, change: dict[str, object]) -> None:
    with History(tmp_path / "store.sqlite") as history:
        save(history, 1, GAPS)
        part = {("a", CHECK): "fail:22"}
        run = run_of(2).model_copy(update=change)
        history.save(run, known(part), planned(part), answers(part, night(2)), night(2))
        save(history, 3, GAPS)
        points = history.trend("run-0003", lambda _: Level.BASIC)
    assert [(point.run, point.gaps) for point in points] == [("run-0001", {Severity.HIGH: 2})]

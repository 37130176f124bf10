"""The management summary's numbers and questions."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from scanner.model.catalogue import Level
from scanner.model.decision import WaiverKind
from scanner.model.register import TrendPoint, WaiverInfo
from scanner.model.report import Report
from scanner.model.status import MeasureStatus
from scanner.model.verdict import Severity, Verdict
from scanner.render.say import Say
from scanner.render.view.gaps import gaps
from scanner.render.view.management import TOP, Management, management
from tests.render import sample

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def report() -> Report:
    return sample.report()


@pytest.fixture(scope="module")
def view(report: Report) -> Management:
    return management(report, Say("et"))


def point(**numbers: dict[Level, dict[MeasureStatus, int]]) -> TrendPoint:
    return TrendPoint(run="eile", finished=sample.START - timedelta(days=1), hosts=10, **numbers)


def waiver(name: str, expires: date, kind: WaiverKind = WaiverKind.TEMPORARY, **of: str) -> WaiverInfo:
    return WaiverInfo(id=name, kind=kind, approved_on=date(2025, 1, 1), expires=expires, **of)


def test_measures_are_counted_by_level_and_status(report: Report, view: Management) -> None:
    counts = Counter((measure.level, measure.status) for measure in report.measures)
    for level, row in zip([level for level in Level if any(m.level is level for m in report.measures)], view.levels,
                          strict=False):  # fmt: skip
        assert [count for count, _ in row.cells] == [counts[level, column] for column in view.columns]
    assert view.levels[-1].total == len(report.measures)
    assert [sum(row.cells[n][0] for row in view.levels[:-1]) for n in range(len(view.columns))] == [
        count for count, _ in view.levels[-1].cells
    ]


def test_the_change_of_a_number_is_against_the_last_whole_run(report: Report) -> None:
    counts = Counter(m.status for m in report.measures if m.level is Level.BASIC)
    same: dict[Level, dict[MeasureStatus, int]] = {
        level: dict(Counter(m.status for m in report.measures if m.level is level)) for level in Level
    }
    calm = management(report.model_copy(update={"trend": (point(measures=same),)}), Say("et"))
    assert not calm.moved
    status = next(iter(counts))
    fewer = same | {Level.BASIC: {**same[Level.BASIC], status: counts[status] + 2}}
    moved = management(report.model_copy(update={"trend": (point(measures=fewer),)}), Say("et"))
    assert moved.moved
    assert moved.levels[0].cells[moved.columns.index(status)] == (counts[status], "−2")


def test_the_top_gaps_are_the_first_of_the_specialists_page(report: Report, view: Management) -> None:
    order = [gap.id for gap in gaps(report, Say("et")) if gap.status is Verdict.FAIL]
    assert [top.failing.check.id for top in view.top] == order[:TOP]
    assert view.failing == len(order)


def test_a_waiver_is_listed_when_it_ended_or_ends_within_the_quarter(report: Report) -> None:
    waivers = (
        waiver("lõppenud", DAY - timedelta(days=1), check="ei-ole"),
        waiver("täna", DAY, measure="SYS.1.3.M8"),
        waiver("kvartal", DAY + timedelta(days=90), measure="SYS.1.3.M8"),
        waiver("hiljem", DAY + timedelta(days=91), measure="SYS.1.3.M8"),
    )
    view = management(report.model_copy(update={"waivers": waivers}), Say("et"))
    assert [(line.waiver.id, line.expired) for line in view.waivers] == [
        ("lõppenud", True),
        ("täna", False),
        ("kvartal", False),
    ]
    assert any("erandeid pikendada (3 erandit)" in decision for decision in view.decisions)


def test_the_trend_ends_with_this_report(report: Report) -> None:
    earlier = point().model_copy(update={"gaps": {Severity.HIGH: 3}})
    bars = management(report.model_copy(update={"trend": (earlier,)}), Say("et")).trend
    assert [bar.total for bar in bars] == [3, sum(report.summary.gaps.values())]
    assert bars[-1].day + bars[-1].year == "22.11.2026"
    assert all(top + height <= 100 for bar in bars for _, top, height in bar.boxes)


def test_limits_say_what_is_lacking_and_never_leave_out_the_audit(report: Report, view: Management) -> None:
    said = " ".join(view.limits)
    assert "vastamata jättis 2 hosti" in said
    assert f"hindamata jäi {report.summary.verdicts[Verdict.ERROR]} leidu" in said
    assert "ei asenda vastavusauditit" in said
    assert "puudulikud" not in " ".join(management(sample.green(), Say("et")).limits)
    bare = management(sample.green().model_copy(update={"measures": (), "modules": ()}), Say("et"))
    assert "ei ole modelleeritud" in bare.limits[0]
    assert bare.levels == ()


def test_a_part_of_the_inventory_or_of_the_checks_is_said(report: Report) -> None:
    run = report.run.model_copy(update={"limit": "veeb*", "narrowed": ("SYS.1.3",)})
    said = " ".join(management(report.model_copy(update={"run": run}), Say("et")).limits)
    assert "ainult osa inventuurist" in said
    assert "ainult osa kontrollidest" in said


def test_questions_come_only_with_something_to_decide(view: Management) -> None:
    assert any("vastutaja" in decision for decision in view.decisions)
    assert not management(sample.green(), Say("et")).decisions


def test_where_no_host_answered_nothing_is_said_of_gaps() -> None:
    view = management(sample.unreachable_only(), Say("et"))
    assert not view.seen
    assert view.top == ()

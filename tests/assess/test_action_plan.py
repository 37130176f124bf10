"""Rows of the action plan."""

from __future__ import annotations

from datetime import date

from scanner.assess.action_plan import Due, plan_rows
from scanner.model.action_plan import PlanInfo, gap_key
from scanner.model.report import Report
from scanner.model.status import PlanStatus
from scanner.model.verdict import Verdict
from tests.render import sample


def planned(*rows: PlanInfo) -> Report:
    return sample.report().model_copy(update={"plan": rows})


def decided(check: str, owner: str, **said: object) -> PlanInfo:
    return PlanInfo.model_validate({"key": gap_key(check, owner), "check": check, "owner": owner, **said})


def test_every_open_gap_is_in_exactly_one_row() -> None:
    report = planned()
    rows = plan_rows(report)
    found = sorted((row.check.id, host) for row in rows for host in row.hosts)
    gaps = sorted(
        (each.check, each.host) for each in report.findings if each.verdict is Verdict.FAIL and not each.waiver
    )
    assert found == gaps
    assert all(row.responsible == ("" if row.owner == "unassigned" else row.owner) for row in rows)


def test_the_key_hangs_on_check_and_owner_alone() -> None:
    assert gap_key("a", "b") == gap_key("a", "b") != gap_key("a", "c")
    assert gap_key("ab", "c") != gap_key("a", "bc")


def test_what_people_decided_stands_in_the_row_and_moves_the_deadline() -> None:
    first = next(row for row in plan_rows(planned()) if len(row.hosts) > 1)
    said = decided(
        first.check.id, first.owner, responsible="Mari", deadline="2026-12-31", status="in_progress", comment="töös"
    )
    report = planned(said)
    row = next(row for row in plan_rows(report) if row.key == first.key)
    assert (row.responsible, row.due, row.status, row.comment) == ("Mari", date(2026, 12, 31), "in_progress", "töös")
    due = Due(report)
    theirs = {host.name for host in report.hosts if host.owner == first.owner}
    for finding in report.findings:
        own = finding.check == first.check.id and finding.host in theirs
        assert due(finding) == (date(2026, 12, 31) if own else due.by_severity(finding))


def test_a_decision_whose_gap_is_gone_stays_in_the_plan_after_the_open_gaps() -> None:
    check = next(name for name in planned().checks)
    row = plan_rows(planned(decided(check, "keegi", status="done", comment="korras")))[-1]
    assert (row.owner, row.hosts, row.due, row.status, row.comment) == ("keegi", (), None, PlanStatus.DONE, "korras")


def test_done_closes_no_gap() -> None:
    first = plan_rows(planned())[0]
    row = next(
        row for row in plan_rows(planned(decided(first.check.id, first.owner, status="done"))) if row.key == first.key
    )
    assert row.hosts == first.hosts

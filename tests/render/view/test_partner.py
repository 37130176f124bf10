"""The partner's work list: every open gap once, grouped by fix, with what can be copied."""

from __future__ import annotations

import shlex
from datetime import timedelta

import pytest
import yaml

from scanner.assess.edition import for_owner
from scanner.model.base import Text
from scanner.model.report import Findings, Report
from scanner.model.status import Change
from scanner.model.unknown import Cause
from scanner.model.verdict import Verdict
from scanner.render.decision_forms import MOST_HOSTS
from scanner.render.identity import finding_key
from scanner.render.say import Say
from scanner.render.view.failing import today
from scanner.render.view.partner import SECTIONS, Task, WorkList, work_list
from tests.render import sample


@pytest.fixture(scope="module")
def report() -> Report:
    return sample.report()


@pytest.fixture(scope="module")
def view(report: Report) -> WorkList:
    return work_list(report, Say("et"))


def tasks(view: WorkList) -> list[Task]:
    return [task for section in view.sections for task in section.tasks]


def test_every_open_gap_is_in_exactly_one_task(report: Report, view: WorkList) -> None:
    open_gaps = [each for each in report.findings if each.verdict is Verdict.FAIL and not each.waiver]
    listed = [
        (gap.id, host) for task in tasks(view) for gap in task.gaps for group in gap.groups for host in group.hosts
    ]
    assert sorted(listed) == sorted((each.check, each.host) for each in open_gaps)
    assert view.gaps == len(open_gaps) == sum(task.open for task in tasks(view))


def test_gaps_under_a_waiver_are_counted_and_left_out(report: Report, view: WorkList) -> None:
    assert view.waived == sum(each.waiver is not None for each in report.findings) > 0
    assert not any(group.waivers for task in tasks(view) for gap in task.gaps for group in gap.groups)


def test_sections_go_from_no_interruption_to_the_risk_of_lockout(report: Report, view: WorkList) -> None:
    order = [section.disruption for section in view.sections]
    assert order == [each for each in SECTIONS if each in order]
    for section in view.sections:
        assert {report.checks[gap.id].disruption for task in section.tasks for gap in task.gaps} == {section.disruption}
        assert [task.due for task in section.tasks] == sorted(task.due for task in section.tasks)
    assert [task.number for task in tasks(view)] == list(range(1, view.tasks + 1))


def test_checks_with_one_remedy_are_one_task(report: Report, view: WorkList) -> None:
    first, second = (task.first.id for task in tasks(view)[:2])
    same = {"remediation": Text(et="Sama töö", en="The same"), "disruption": "none"}
    checks = {name: check.model_copy(update=same) for name, check in report.checks.items() if name in (first, second)}
    merged = report.model_copy(update={"checks": report.checks | checks})
    both = [task for task in tasks(work_list(merged, Say("et"))) if task.first.fix == "Sama töö"]
    assert [{gap.id for gap in task.gaps} for task in both] == [{first, second}]
    assert both[0].recheck.count("--check") == 2


def test_the_command_that_checks_again_is_one_argument_for_each_word(view: WorkList) -> None:
    """Also where a host's name holds quotes and spaces."""
    for task in tasks(view):
        words = shlex.split(task.recheck)
        assert words[:5] == ["eits-scan", "scan", "-i", "inventory", "--limit"]
        assert words[5] == ",".join(task.hosts)
        assert words[6:] == [word for gap in task.gaps for word in ("--check", gap.id)]


def test_a_dispute_is_yaml_that_names_finding_and_evidence(report: Report, view: WorkList) -> None:
    hosts = {host.name: host for host in report.hosts}
    task = tasks(view)[0]
    form = yaml.safe_load(task.dispute)["dispute"]
    assert form["run"] == report.run.id
    for each in form["findings"]:
        assert each["finding"] == finding_key(hosts[each["host"]].host_id, each["check"])
        assert each["evidence_sha256"] == hosts[each["host"]].evidence_sha256
    assert [each["host"] for each in form["findings"]] == list(task.hosts)


def test_a_waiver_request_has_the_form_of_the_waivers_file(view: WorkList) -> None:
    (asked,) = yaml.safe_load(tasks(view)[0].waiver)["waivers"]
    assert {"id", "kind", "check", "hosts", "reason", "approved_by", "approved_by_role", "expires"} <= asked.keys()
    assert asked["hosts"] == list(tasks(view)[0].hosts)


def test_a_form_of_many_hosts_says_how_many_are_left_out() -> None:
    task = tasks(work_list(sample.large(hosts=60, checks=2), Say("et")))[0]
    form = yaml.safe_load(task.dispute)["dispute"]
    assert len(form["findings"]) == MOST_HOSTS
    assert f"# ja veel {task.open - MOST_HOSTS}:" in task.dispute


def test_what_waits_for_the_agency_or_was_not_reached_is_no_work_of_the_partner(report: Report, view: WorkList) -> None:
    shown = {(gap.id, host) for gap in view.unseen for unjudged in gap.unjudged for host in unjudged.hosts}
    unseen = [each for each in report.findings if each.verdict is Verdict.ERROR]
    own = {(each.check, each.host) for each in unseen if each.cause not in (Cause.NEEDS_POLICY, Cause.UNREACHABLE)}
    assert shown == own
    assert own
    assert {host.name for host in view.silent} >= {"nimed.asutus.ee", "varukoopia.asutus.ee"}


def test_what_is_done_is_told_with_its_hosts(report: Report, view: WorkList) -> None:
    fixed = sum(each.change is Change.FIXED for each in report.findings)
    assert sum(len(done.hosts) for done in view.done) == fixed > 0


def test_a_task_is_overdue_from_the_day_after_its_deadline(report: Report) -> None:
    late = {task.first.id: task for task in tasks(work_list(report, Say("et")))}
    for task in late.values():
        assert (task.late > 0) == (task.due < today(report))
    fresh = [each.model_copy(update={"first_seen": report.run.started}) for each in report.findings]
    later = report.run.model_copy(update={"finished": report.run.finished + timedelta(days=400)})
    new = report.model_copy(update={"findings": Findings.of(fresh)})
    assert work_list(new, Say("et")).late == 0
    assert work_list(new.model_copy(update={"run": later}), Say("et")).late == work_list(new, Say("et")).tasks


def test_the_owner_is_named_when_all_hosts_are_one_owners(report: Report, view: WorkList) -> None:
    assert view.owner == ""
    assert work_list(for_owner(report, "IT-partner"), Say("et")).owner == "IT-partner"
    assert work_list(for_owner(report, "unassigned"), Say("et")).owner == ""


def test_a_report_without_gaps_is_an_empty_list() -> None:
    view = work_list(sample.green(), Say("en"))
    assert (view.sections, view.gaps, view.unseen, view.silent) == ((), 0, (), ())

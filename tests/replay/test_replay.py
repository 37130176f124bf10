"""The whole pipeline behind the hosts, over recorded answers: judge, keep, roll up, report; to one golden page of text.

The checks are the replay's own, so that it tests the pipeline and not the content. `make golden` rewrites the page.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from scanner.assess.plan import make_plan
from scanner.collect.ansible import Receipt
from scanner.collect.archive import Archive
from scanner.judging import ParamLayers, judge
from scanner.model.failure import Failure
from scanner.model.report import FindingInfo, Report
from scanner.model.run import Run
from scanner.render import html, json
from scanner.reporting import report_of
from scanner.scan import visit
from scanner.store.history import Answer, History
from tests.replay.site import CHECKS, EVIDENCE, HERE, NOW, ground

GOLDEN = HERE / "golden.txt"


def receipts(archive: Archive) -> Iterator[Receipt]:
    """What a scan would have told of each host, with its answer filed."""
    for name, cause in (("installed", None), ("cut", Failure.CUT)):
        saved = archive.write(name, (EVIDENCE / f"{name}.txt").read_bytes())
        yield Receipt(host=name, cause=cause, bytes=saved.bytes, sha256=saved.sha256, seconds=1.5, escalated=True)
    yield Receipt(host="gone", cause=Failure.REFUSED, detail="Connection refused")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """One run over the site, at two o'clock on a night in November."""
    folder = tmp_path_factory.mktemp("replay")
    on = ground(folder)
    archive = Archive(folder / "evidence")
    archive.create()
    visits = {receipt.host: visit(receipt) for receipt in receipts(archive)}
    plan = make_plan([each.host for each in on.inventory.hosts], on.library.checks, on.library.rules)
    run = Run(id="20261124T020000Z-000000", started=NOW, finished=NOW, edition=on.scope.edition, version="0")
    planned = {host.host_id: tuple(plan.checks) for host in plan.hosts}
    judged = judge(plan, visits, archive, on.library.rules, ParamLayers(), NOW)
    with History(folder / "store.sqlite") as history:
        answers = (Answer(each.visit, each.findings) for each in judged)
        assessment = history.save(run, on.known, planned, answers, NOW)
        return report_of(history, on, history.run(run.id), assessment, {})


def lines(report: Report) -> Iterator[str]:
    """The report's conclusions as text: what a change of the pipeline would change."""
    for host in report.hosts:
        yield f"host {host.name}: {host.state} {host.cause or ''} {host.system}".rstrip()
    for finding in report.findings:
        yield from _finding(finding)
    for measure in report.measures:
        if any(clause.checks for clause in measure.clauses):
            yield f"measure {measure.code} on {measure.target}: {measure.status} {measure.passed}/{measure.total}"
            for clause in measure.clauses:
                if clause.checks:
                    by_host = ", ".join(f"{host} {status}" for host, status in sorted(clause.by_host.items()))
                    yield f"  {clause.code}: {clause.status} ({by_host})"
    summary = report.summary
    counts: list[tuple[str, dict[str, int]]] = [
        ("hosts", {str(key): number for key, number in summary.hosts.items()}),
        ("verdicts", {str(key): number for key, number in summary.verdicts.items()}),
        ("gaps", {str(key): number for key, number in summary.gaps.items()}),
        ("causes", {str(key): number for key, number in summary.causes.items()}),
        ("changes", {str(key): number for key, number in summary.changes.items()}),
    ]
    for name, numbers in counts:
        yield f"{name}: {', '.join(f'{key} {number}' for key, number in sorted(numbers.items()))}"
    yield f"percent: {summary.percent}"


def _finding(finding: FindingInfo) -> Iterator[str]:
    waiver = f" waiver {finding.waiver}" if finding.waiver else ""
    yield f"{finding.host} {finding.check}: {finding.verdict} {finding.cause or ''}".rstrip() + waiver
    for judged in finding.objects:
        source = f" ({judged.source.file}:{judged.source.line})" if judged.source else ""
        waived = f" waived by {judged.waived_by}" if judged.waived_by else ""
        yield f"  {judged.verdict} {judged.key}: {judged.actual}{source}{waived}"


def test_recorded_answers_lead_to_the_conclusions_they_always_led_to(report: Report) -> None:
    text = "\n".join(lines(report)) + "\n"
    if os.environ.get("EITS_GOLDEN") == "write":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8"), "if that is meant: make golden, and read what it changed"


def test_the_replays_checks_are_without_fault() -> None:
    assert CHECKS.problems == []


def test_a_host_that_did_not_answer_gets_no_conclusion(report: Report) -> None:
    assert {(each.verdict, each.cause) for each in report.findings if each.host == "gone"} == {("error", "unreachable")}


def test_the_report_can_be_written(report: Report) -> None:
    assert Report.model_validate_json(json.render(report)) == report
    assert "SYS.1.3.M2" in html.render(report)

"""The acceptance report: the rule, what the page tells, and the page in a real browser and on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from scanner.assess.acceptance import FRESH, Proposal, Reason, acceptance
from scanner.assess.edition_hosts import for_host, for_target
from scanner.errors import UsageError
from scanner.model.base import Lang
from scanner.model.catalogue import Level
from scanner.model.decision import State, WaiverKind
from scanner.model.register import AttestationInfo, WaiverInfo
from scanner.model.report import FindingInfo, Findings, Report
from scanner.model.unknown import Cause
from scanner.model.verdict import HostState, Severity, Verdict
from scanner.render.acceptance import render
from scanner.render.say import Say
from scanner.render.view.acceptance import acceptance_page
from tests.render import sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DAY = date(2026, 11, 22)
HOST = "veeb1.asutus.ee"
LOW = "linux-sshd-x11-forwarding"


def changed(report: Report, change: Callable[[FindingInfo], dict[str, object]]) -> Report:
    findings = Findings.of(each.model_copy(update=change(each)) for each in report.findings)
    verdicts = {verdict: sum(each.verdict is verdict for each in findings) for verdict in Verdict}
    summary = report.summary.model_copy(update={"verdicts": verdicts})
    return report.model_copy(update={"findings": findings, "summary": summary})


def answered(report: Report) -> Report:
    """The same with an attestation for every question."""
    said = tuple(
        AttestationInfo(
            clause=clause.code, target=measure.target, state=State.IMPLEMENTED, stated_on=DAY, valid_until=DAY
        )
        for measure in report.measures
        for clause in measure.clauses
    )
    return report.model_copy(update={"attestations": said})


def failing(severity: Severity, level: Level, waiver: str | None = None) -> Report:
    """One host where everything passed but one check of a severity, of measures of a level."""
    report = answered(sample.green())
    first = next(iter(report.findings)).check
    measures = tuple(each.model_copy(update={"level": level}) for each in report.measures)
    failed: dict[str, object] = {"verdict": Verdict.FAIL, "severity": severity, "waiver": waiver}
    report = changed(report, lambda each: failed if each.check == first else {})
    return report.model_copy(update={"measures": measures})


def only(report: Report, reason: Reason) -> bool:
    return [each for each, n in acceptance(report, DAY).counts.items() if n] == [reason]


def test_a_host_that_met_everything_and_has_no_open_question_is_accepted() -> None:
    ruled = acceptance(answered(sample.green()), DAY)
    assert ruled.proposal is Proposal.ACCEPT
    assert not any(ruled.counts.values())


def test_an_open_question_is_a_condition_and_an_attestation_that_expired_answers_none() -> None:
    assert only(sample.green(), Reason.QUESTIONS)
    assert acceptance(sample.green(), DAY).proposal is Proposal.CONDITIONS
    assert acceptance(answered(sample.green()), DAY + timedelta(days=1)).proposal is Proposal.CONDITIONS


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("level", Level)
def test_a_gap_of_a_basic_measure_or_of_high_severity_refuses_and_another_is_a_condition(
    severity: Severity, level: Level
) -> None:
    report = failing(severity, level)
    refuses = level is Level.BASIC or severity in (Severity.HIGH, Severity.CRITICAL)
    assert only(report, Reason.BLOCKING if refuses else Reason.OPEN)
    assert acceptance(report, DAY).proposal is (Proposal.REFUSE if refuses else Proposal.CONDITIONS)


def test_a_waived_gap_is_a_condition_whatever_its_measure() -> None:
    report = failing(Severity.CRITICAL, Level.BASIC, "E-1")
    assert only(report, Reason.WAIVED)
    assert acceptance(report, DAY).proposal is Proposal.CONDITIONS


def test_what_was_not_seen_refuses() -> None:
    green = answered(sample.green())
    first, *rest = green.findings
    gone = sample.unreachable_only()
    unseen = {
        Reason.UNJUDGED: changed(
            green, lambda each: {"verdict": Verdict.ERROR, "cause": Cause.CUT} if each.check == first.check else {}
        ),
        Reason.MISSING: green.model_copy(update={"findings": Findings.of(rest)}),
        Reason.STALE: changed(
            green,
            lambda each: {"observed_at": each.observed_at - FRESH - timedelta(1)} if each.check == first.check else {},
        ),
        Reason.NOTHING: changed(green, lambda _: {"verdict": Verdict.NOT_APPLICABLE}),
        Reason.UNMODELLED: green.model_copy(
            update={"summary": green.summary.model_copy(update={"unmodelled": (green.hosts[0].name,)})}
        ),
        Reason.SILENT: green.model_copy(
            update={"hosts": (green.hosts[0].model_copy(update={"state": HostState.PARTIAL}),)}
        ),
    }
    assert [reason for reason, report in unseen.items() if not only(report, reason)] == []
    assert {acceptance(each, DAY).proposal for each in (*unseen.values(), gone)} == {Proposal.REFUSE}


def test_a_host_alone_has_its_own_findings_and_measures_and_counts() -> None:
    whole = sample.report()
    one = for_host(whole, HOST)
    assert [host.name for host in one.hosts] == [HOST]
    assert list(one.findings) == [each for each in whole.findings if each.host == HOST]
    assert sum(one.summary.verdicts.values()) == len(one.findings) == one.run.planned_pairs
    assert {host for measure in one.measures for clause in measure.clauses for host in clause.by_host} == {HOST}
    assert for_host(whole, "veeb3-2024").hosts[0].name == "veeb3.asutus.ee"


def test_every_host_is_as_in_the_whole_report() -> None:
    whole = sample.report()
    alone = [for_host(whole, host.name) for host in whole.hosts]
    assert sum(sum(each.summary.gaps.values()) for each in alone) == sum(whole.summary.gaps.values())
    assert [each.hosts[0] for each in alone] == list(whole.hosts)


def test_a_target_object_keeps_its_hosts_and_its_measures_as_they_are() -> None:
    whole = sample.report()
    target = for_target(whole, "linux-serverid")
    assert tuple(host.name for host in target.hosts) == whole.targets[0].hosts
    assert target.measures == whole.measures


def test_the_reasons_of_waivers_and_statements_stay_for_the_same_readers() -> None:
    whole = sample.report()
    one = for_host(whole, "rakendus1.asutus.ee")
    assert {waiver.id for waiver in one.waivers} == {"E-2026-01", "E-2026-02"}
    assert all(waiver.reason for waiver in one.waivers)
    assert any(said.statement for said in for_host(whole, HOST).attestations)


@pytest.mark.parametrize(("narrow", "name"), [(for_host, "veeb1.asutuse.ee"), (for_target, "linuxi-serverid")])
def test_a_name_that_is_not_there_is_an_error_that_names_the_nearest(
    narrow: Callable[[Report, str], Report], name: str
) -> None:
    with pytest.raises(UsageError, match=name) as error:
        narrow(sample.report(), name)
    assert (HOST if narrow is for_host else "linux-serverid") in str(error.value)


@pytest.mark.parametrize("lang", ["et", "en"])
def test_every_open_gap_is_named_and_every_reason_told(lang: Lang) -> None:
    report = for_target(sample.report(), "linux-serverid")
    text = render(report, lang)
    page = acceptance_page(report, Say(lang))
    open_checks = {each.check for each in report.findings if each.verdict is Verdict.FAIL and not each.waiver}
    shown = [*page.blocking, *page.more_blocking, *page.open]
    assert {each.gap.id for each in shown} == open_checks
    assert sum(each.hosts for each in shown) == sum(
        each.verdict is Verdict.FAIL and not each.waiver for each in report.findings
    )
    assert [each.gap.sentence for each in shown if each.gap.sentence not in text] == []
    assert page.obstacles
    assert page.conditions


def test_a_basic_measure_under_a_temporary_waiver_needs_the_management() -> None:
    waiver = WaiverInfo(id="E-1", kind=WaiverKind.TEMPORARY, measure="x", approved_on=DAY, expires=DAY)
    report = failing(Severity.LOW, Level.BASIC, "E-1").model_copy(update={"waivers": (waiver,)})
    assert "vajab juhtkonna otsust" in render(report, "et")
    equal = waiver.model_copy(update={"kind": WaiverKind.EQUIVALENT})
    assert "vajab juhtkonna otsust" not in render(report.model_copy(update={"waivers": (equal,)}), "et")


def test_where_nothing_was_seen_nothing_is_said_to_be_good() -> None:
    text = render(for_host(sample.report(), "nimed.asutus.ee"), "et")
    assert "Midagi ei nähtud" in text
    assert "Vastamata küsimusi ei ole" not in text


REPORTS = {
    "host": for_host(sample.report(), HOST),
    "hostile": for_host(sample.report(), sample.HOSTS[9][0]),
    "gone": for_host(sample.report(), "nimed.asutus.ee"),
    "green": answered(sample.green()),
    "target": for_target(sample.report(), "linux-serverid"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vastuvott")
    for name, report in REPORTS.items():
        for lang in ("et", "en"):
            (folder / f"{name}-{lang}.html").write_text(render(report, lang), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(("lang", "scheme"), [("et", "light"), ("en", "dark")])
def test_it_needs_no_script_and_no_network_and_has_no_barrier(
    browser: Browser, folder: Path, name: str, lang: str, scheme: Literal["light", "dark"]
) -> None:
    axe: Any = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    context = browser.new_context(offline=True, color_scheme=scheme)
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto((folder / f"{name}-{lang}.html").as_uri(), wait_until="load")
    assert (len(requests), complaints) == (1, [])
    assert page.locator("script, img, iframe, link").count() == 0
    assert page.locator("h1").count() == 1
    found = axe.Axe().run(page)
    assert found.response["violations"] == [], found.generate_report()
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    context.close()


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(("lang", "sign"), [("et", "allkiri"), ("en", "signature")])
def test_on_paper_it_is_short_marked_on_each_sheet_and_ends_with_the_signatures(
    browser: Browser, folder: Path, name: str, lang: str, sign: str
) -> None:
    pypdf: Any = pytest.importorskip("pypdf", reason="needs pypdf to read the printed pages")
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / f"{name}-{lang}.html").as_uri(), wait_until="load")
    sheets = [each.extract_text() for each in pypdf.PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages]
    assert len(sheets) <= (4 if name == "target" else 3)
    assert all("ASUTUSESISESEKS KASUTAMISEKS (AK)" in sheet for sheet in sheets)
    assert sheets[-1].count(sign) == 2
    context.close()

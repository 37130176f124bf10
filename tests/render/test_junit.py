"""JUnit XML, held against the schema build servers use and read back by a reader of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import xmlschema
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase

from scanner.model.report import Report
from scanner.model.verdict import Verdict
from scanner.render import junit
from tests.render import sample
from tests.render.published import SCHEMAS


def read(report: Report) -> Any:
    """The suites, as a reader sees them."""
    return JUnitXml.fromstring(junit.render(report).encode())


def verdict(case: TestCase) -> str:
    """The verdict a reader would take the case for."""
    told = {Failure: "fail", Error: "error", Skipped: "not_applicable"}
    return told[type(case.result[0])] if case.result else "pass"


@pytest.mark.parametrize("report", [sample.report, sample.green, sample.unreachable_only])
def test_it_fits_the_published_schema(report: Callable[[], Report]) -> None:
    schema = xmlschema.XMLSchema10(SCHEMAS / "junit-10.xsd")
    for lang in ("et", "en"):
        text = junit.render(report(), lang).split("\n", 1)[1]
        assert [error.reason for error in schema.iter_errors(text)] == []


@pytest.mark.parametrize("make", [sample.report, sample.green, sample.unreachable_only])
def test_every_verdict_comes_back_as_often_as_it_went_in(make: Callable[[], Report]) -> None:
    report = make()
    suites = read(report)
    assert Counter(verdict(case) for suite in suites for case in suite) == Counter(
        finding.verdict.value for finding in report.findings
    )
    assert (suites.tests, suites.failures, suites.errors) == (
        len(report.findings),
        report.summary.verdicts.get(Verdict.FAIL, 0),
        report.summary.verdicts.get(Verdict.ERROR, 0),
    )


def test_every_host_has_its_suite_with_its_own_counts() -> None:
    report = sample.report()
    counted = [(suite.name, suite.tests, suite.failures, suite.errors, suite.skipped) for suite in read(report)]
    assert counted == [
        (
            host.name,
            sum(host.counts.values()),
            *(host.counts.get(each.value, 0) for each in (Verdict.FAIL, Verdict.ERROR, Verdict.NOT_APPLICABLE)),
        )
        for host in report.hosts
    ]


def test_several_passes_over_the_findings_give_the_same_text(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = junit.render(sample.report())
    monkeypatch.setattr(junit, "AT_ONCE", 30)
    assert junit.render(sample.report()) == whole


def test_a_failure_says_what_was_expected_what_was_found_and_where() -> None:
    report = sample.report()
    finding = next(each for each in report.findings if each.verdict is Verdict.FAIL and each.source and each.expected)
    suite = next(suite for suite in read(report) if suite.name == finding.host)
    case = next(case for case in suite if case.name == finding.check)
    assert finding.expected
    told = case.result[0].text
    assert all(part in told for part in (finding.expected.et, finding.actual or "", str(finding.source)))


def test_characters_that_xml_forbids_are_written_out() -> None:
    text = junit.render(sample.report())
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e\ufffe\uffff]", text)
    assert "\\x1b]0;omastatud\\x07" in text
    assert "<script>" not in text


def test_the_marking_stands_in_every_suite() -> None:
    report = sample.report()
    assert report.marking
    marked = [p.value for suite in read(report) for p in suite.properties() if p.name == "marking"]
    assert len(marked) == len(report.hosts)
    assert all(value.startswith(report.marking.text) for value in marked)

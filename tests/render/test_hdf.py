"""HDF, held against what its reader demands; statuses are concluded here as that reader concludes them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from scanner.model.report import FindingInfo, Report
from scanner.model.verdict import Verdict
from scanner.render import hdf
from tests.render import sample
from tests.render.published import misfits


def profile_of(report: Report) -> dict[str, Any]:
    """The one profile of the file, as a reader sees it."""
    (profile,) = json.loads(hdf.render(report))["profiles"]
    return dict(profile)


def verdict(result: dict[str, Any]) -> str:
    """The verdict of one host: what could not be judged has an exception, whatever its status."""
    if "exception" in result:
        return "error"
    return {"passed": "pass", "failed": "fail", "skipped": "not_applicable"}[result["status"]]


def concluded(control: dict[str, Any]) -> str:
    """The status Heimdall shows for a control (inspecjs 2.12, compat_inspec_1_0)."""
    statuses = {result["status"] for result in control["results"]}
    if "error" in statuses or not statuses:
        return "Profile Error"
    if control.get("waiver_data", {}).get("skipped_due_to_waiver") or control["impact"] == 0:
        return "Not Applicable"
    return "Failed" if "failed" in statuses else "Passed" if "passed" in statuses else "Not Reviewed"


def of_check(report: Report) -> dict[str, tuple[FindingInfo, ...]]:
    """The findings by check."""
    return dict(report.findings.by_check())


@pytest.mark.parametrize("report", [sample.report, sample.green, sample.unreachable_only])
def test_it_has_what_the_reader_demands(report: Callable[[], Report]) -> None:
    for lang in ("et", "en"):
        assert misfits(json.loads(hdf.render(report(), lang)), "hdf-exec-json.schema.json") == []


@pytest.mark.parametrize("make", [sample.report, sample.green, sample.unreachable_only])
def test_every_verdict_comes_back_as_often_as_it_went_in(make: Callable[[], Report]) -> None:
    report = make()
    results = [result for control in profile_of(report)["controls"] for result in control["results"]]
    assert Counter(map(verdict, results)) == Counter(finding.verdict.value for finding in report.findings)


def test_a_check_is_shown_as_passed_only_where_no_host_failed_and_all_were_seen() -> None:
    for make in (sample.report, sample.green, sample.unreachable_only):
        report = make()
        found = of_check(report)
        for control in profile_of(report)["controls"]:
            verdicts = {finding.verdict for finding in found[control["id"]]}
            expected = (
                "Failed"
                if Verdict.FAIL in verdicts
                else "Profile Error"
                if Verdict.ERROR in verdicts
                else "Passed"
                if Verdict.PASS in verdicts
                else "Not Applicable"
            )
            assert concluded(control) == expected


def test_a_check_that_applies_nowhere_has_no_impact() -> None:
    report = sample.green()
    nowhere = [each.model_copy(update={"verdict": Verdict.NOT_APPLICABLE}) for each in report.findings]
    told = profile_of(report.model_copy(update={"findings": type(report.findings).of(nowhere)}))
    assert {concluded(control) for control in told["controls"]} == {"Not Applicable"}


def test_impact_falls_into_the_band_of_the_severity() -> None:
    bands = {"low": (0.1, 0.4), "medium": (0.4, 0.7), "high": (0.7, 0.9), "critical": (0.9, 1.01)}
    for control in profile_of(sample.report())["controls"]:
        least, below = bands[control["tags"]["severity"]]
        assert least <= control["impact"] < below


def test_a_waiver_hides_no_failure() -> None:
    waived = [control for control in profile_of(sample.report())["controls"] if control["tags"]["waivers"]]
    assert waived
    assert all(control["waiver_data"]["skipped_due_to_waiver"] is False for control in waived)
    assert {concluded(control) for control in waived} == {"Failed"}


def test_the_marking_is_in_the_file_and_nothing_in_it_is_unprintable() -> None:
    report = sample.report()
    assert report.marking
    assert profile_of(report)["summary"].startswith(report.marking.text)
    assert all(character.isprintable() or character == "\n" for character in hdf.render(report))

"""SARIF, held against its published schema and read back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from scanner.model.report import Report
from scanner.model.verdict import HostState, Severity, Verdict
from scanner.render import sarif
from tests.render import sample
from tests.render.published import misfits


def run_of(report: Report) -> dict[str, Any]:
    """The one run of the log, as a reader sees it."""
    (run,) = json.loads(sarif.render(report))["runs"]
    return dict(run)


@pytest.mark.parametrize("report", [sample.report, sample.green, sample.unreachable_only])
def test_it_fits_the_published_schema(report: Callable[[], Report]) -> None:
    for lang in ("et", "en"):
        assert misfits(json.loads(sarif.render(report(), lang)), "sarif-2.1.0.schema.json") == []


@pytest.mark.parametrize("make", [sample.report, sample.green, sample.unreachable_only])
def test_every_verdict_comes_back_as_often_as_it_went_in(make: Callable[[], Report]) -> None:
    report = make()
    told = {"pass": "pass", "fail": "fail", "open": "error", "review": "error", "notApplicable": "not_applicable"}
    kinds = Counter(told[result["kind"]] for result in run_of(report)["results"])
    assert kinds == Counter(finding.verdict.value for finding in report.findings)


def test_only_a_failure_has_a_level_and_it_is_that_of_its_severity() -> None:
    report = sample.report()
    levels = Counter(result["level"] for result in run_of(report)["results"] if result["kind"] == "fail")
    gaps = report.summary.gaps
    serious = gaps[Severity.CRITICAL] + gaps[Severity.HIGH]
    assert levels == {"error": serious, "warning": gaps[Severity.MEDIUM], "note": gaps[Severity.LOW]}
    assert {result["level"] for result in run_of(report)["results"] if result["kind"] != "fail"} == {"none"}


def test_each_result_points_at_its_rule() -> None:
    run = run_of(sample.report())
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])


def test_a_failing_object_is_located_in_the_file_of_its_host() -> None:
    report = sample.report()
    run = run_of(report)
    result = next(result for result in run["results"] if result["kind"] == "fail")
    finding = next(finding for finding in report.findings if finding.verdict is Verdict.FAIL)
    assert finding.source
    place = result["locations"][0]["physicalLocation"]
    file = place["artifactLocation"]
    assert (file["uriBaseId"], unquote(file["uri"])) == (finding.host, finding.source.file.lstrip("/"))
    assert run["originalUriBaseIds"][finding.host]["uri"] == f"file://{finding.host}/"
    assert place["region"]["startLine"] == finding.source.line


def test_every_file_has_its_host_and_no_host_breaks_a_uri() -> None:
    run = run_of(sample.report())
    bases = run["originalUriBaseIds"]
    assert len(bases) == len(sample.HOSTS)
    assert sum("uri" not in base for base in bases.values()) == 1
    assert all(base["description"]["text"] for base in bases.values())
    places = [place for result in run["results"] for place in result["locations"] if "physicalLocation" in place]
    files = [place["physicalLocation"]["artifactLocation"] for place in places]
    assert {file["uriBaseId"] for file in files} <= set(bases)
    assert all(urlsplit(file["uri"])[:2] == ("", "") for file in files)
    assert all(file["uri"].isascii() and "<" not in file["uri"] for file in files)


def test_fingerprints_are_one_for_each_finding_and_the_same_next_time() -> None:
    first, again = run_of(sample.report()), run_of(sample.report())
    prints = [result["partialFingerprints"]["eitsFinding/v1"] for result in first["results"]]
    assert len(set(prints)) == len(prints)
    assert prints == [result["partialFingerprints"]["eitsFinding/v1"] for result in again["results"]]


def test_a_waived_failure_stays_a_failure_and_is_suppressed_by_its_waiver() -> None:
    report = sample.report()
    waived = [result for result in run_of(report)["results"] if "suppressions" in result]
    assert len(waived) == sum(finding.waiver is not None for finding in report.findings) > 0
    assert {result["kind"] for result in waived} == {"fail"}
    assert all(result["suppressions"][0]["justification"].startswith("E-2026-04") for result in waived)


def test_a_first_observation_is_compared_with_nothing() -> None:
    assert not any("baselineState" in result for result in run_of(sample.green())["results"])
    assert "baselineGuid" not in run_of(sample.green())
    states = Counter(result["baselineState"] for result in run_of(sample.report())["results"])
    assert set(states) == {"new", "updated", "unchanged"}


def test_hosts_that_did_not_answer_are_told_and_the_run_was_no_success() -> None:
    report = sample.report()
    (invocation,) = run_of(report)["invocations"]
    states = Counter(host.state for host in report.hosts)
    levels = Counter(note["level"] for note in invocation["toolExecutionNotifications"])
    assert invocation["executionSuccessful"] is False
    assert levels == {"error": states[HostState.UNREACHABLE], "warning": states[HostState.PARTIAL]}
    assert run_of(sample.green())["invocations"][0]["executionSuccessful"] is True


def test_nothing_a_host_says_becomes_a_link_or_a_control_character() -> None:
    text = sarif.render(sample.report())
    assert all(character.isprintable() or character == "\n" for character in text)
    assert not any("](" in result["message"]["text"] for result in json.loads(text)["runs"][0]["results"])


def test_the_marking_is_in_the_log() -> None:
    report = sample.report()
    assert report.marking
    assert run_of(report)["properties"]["marking"].startswith(report.marking.text)
    assert "marking" not in run_of(report.model_copy(update={"marking": None}))["properties"]

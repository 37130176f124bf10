"""OSCAL assessment results, held against NIST's schema and read back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from scanner.model.report import Findings, Report
from scanner.model.status import ClauseStatus
from scanner.model.verdict import Verdict
from scanner.render import oscal
from tests.render import sample
from tests.render.published import misfits


def result_of(report: Report) -> dict[str, Any]:
    """The one result of the document, as a reader sees it."""
    (result,) = json.loads(oscal.render(report))["assessment-results"]["results"]
    return dict(result)


def prop(thing: dict[str, Any], name: str) -> str:
    """The value of one of our properties."""
    (value,) = (each["value"] for each in thing["props"] if each["name"] == name and each.get("ns") == oscal.NS)
    return str(value)


@pytest.mark.parametrize("report", [sample.report, sample.green, sample.unreachable_only])
def test_it_fits_the_published_schema(report: Callable[[], Report]) -> None:
    for lang in ("et", "en"):
        assert misfits(json.loads(oscal.render(report(), lang)), "oscal-ar-1.2.3.schema.json") == []


def test_a_report_of_nothing_fits_the_schema_too() -> None:
    empty = sample.green().model_copy(update={"hosts": (), "findings": Findings.of(())})
    bare = empty.model_copy(update={"measures": (), "targets": (), "modules": (), "checks": {}})
    assert misfits(json.loads(oscal.render(bare)), "oscal-ar-1.2.3.schema.json") == []


@pytest.mark.parametrize("make", [sample.report, sample.green, sample.unreachable_only])
def test_every_verdict_comes_back_as_often_as_it_went_in(make: Callable[[], Report]) -> None:
    report = make()
    result = result_of(report)
    told = Counter(prop(each, "verdict") for each in result["observations"])
    assert told == Counter(finding.verdict.value for finding in report.findings)
    assert {each: int(prop(result, f"observations-{each.replace('_', '-')}")) for each in told} == told


@pytest.mark.parametrize("make", [sample.report, sample.green, sample.unreachable_only])
def test_every_clause_comes_back_except_those_that_do_not_apply(make: Callable[[], Report]) -> None:
    report = make()
    told = Counter(prop(each, "status") for each in result_of(report)["findings"])
    statuses = Counter(clause.status.value for measure in report.measures for clause in measure.clauses)
    del statuses[ClauseStatus.NOT_APPLICABLE.value]
    assert told == statuses


def test_only_what_is_met_is_satisfied_and_only_what_failed_is_a_failure() -> None:
    for finding in result_of(sample.report())["findings"]:
        state, reason = (finding["target"]["status"][key] for key in ("state", "reason"))
        status = prop(finding, "status")
        assert (state == "satisfied") == (status == "met")
        assert reason != "fail" or status in ("not_met", "partly")


def test_findings_name_observations_that_are_there_and_subjects_are_hosts_of_the_document() -> None:
    result = result_of(sample.report())
    written = [each["uuid"] for each in result["observations"]]
    assert len(set(written)) == len(written)
    named = {
        each["observation-uuid"] for finding in result["findings"] for each in finding.get("related-observations", ())
    }
    assert named <= set(written)
    hosts = {each["uuid"] for each in result["local-definitions"]["inventory-items"]}
    assert {each["subject-uuid"] for observation in result["observations"] for each in observation["subjects"]} == hosts


def test_a_finding_names_every_observation_of_its_checks_on_the_hosts_of_its_target() -> None:
    report = sample.report()
    measure = next(each for each in report.measures if each.clauses[0].checks)
    clause = measure.clauses[0]
    (target,) = (each for each in report.targets if each.id == measure.target)
    finding = next(each for each in result_of(report)["findings"] if each["target"]["target-id"] == clause.code)
    expected = sum(each.check in clause.checks and each.host in target.hosts for each in report.findings)
    assert len(finding["related-observations"]) == expected > 0


def test_hosts_keep_their_ids_from_run_to_run() -> None:
    first = sample.report()
    later = first.model_copy(update={"run": first.run.model_copy(update={"id": "2026-11-23T02-00-12"})})
    ids = [[each["uuid"] for each in result_of(run)["local-definitions"]["inventory-items"]] for run in (first, later)]
    assert ids[0] == ids[1]
    assert result_of(first)["uuid"] != result_of(later)["uuid"]


def test_what_was_reviewed_are_the_measures_with_their_clauses() -> None:
    report = sample.report()
    (selection,) = result_of(report)["reviewed-controls"]["control-selections"]
    told = {each["control-id"]: each["statement-ids"] for each in selection["include-controls"]}
    assert told == {each.code: sorted(clause.code for clause in each.clauses) for each in report.measures}


def test_a_gap_shows_its_evidence() -> None:
    report = sample.report()
    shown = [each for each in result_of(report)["observations"] if "relevant-evidence" in each]
    assert len(shown) == report.summary.verdicts[Verdict.FAIL]


def test_the_plan_it_refers_to_is_in_the_document_and_so_is_the_marking() -> None:
    report = sample.report()
    document = json.loads(oscal.render(report))["assessment-results"]
    (resource,) = document["back-matter"]["resources"]
    assert document["import-ap"]["href"] == f"#{resource['uuid']}"
    assert report.marking
    assert document["metadata"]["remarks"].startswith(report.marking.text)

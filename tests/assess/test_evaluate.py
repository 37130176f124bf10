"""The judge makes findings without having pydantic check them: they are what pydantic would have made."""

from __future__ import annotations

from scanner.assess.examples import run_example
from scanner.content.checks import load_checks
from scanner.content.library import check_folders
from scanner.content.rule_data import shipped_rules
from scanner.facts.registry import collectors
from scanner.model.finding import Finding, Judged


def test_every_finding_of_an_example_equals_its_validated_self() -> None:
    checks = load_checks(check_folders()).checks.values()
    rules = shipped_rules().rules
    findings = [run_example(check, each, collectors(), rules)[0] for check in checks for each in check.examples]
    assert len({finding.verdict for finding in findings if finding}) == 4
    for finding in filter(None, findings):
        assert Finding.model_validate(finding.model_dump(), strict=True) == finding
        assert Finding.model_validate_json(finding.model_dump_json()) == finding
        assert list(finding.__dict__) == list(Finding.model_fields)
        assert all(list(each.__dict__) == list(Judged.model_fields) for each in finding.objects)

"""The judge makes findings without having pydantic check them: they are what pydantic would have made."""

from __future__ import annotations

from datetime import UTC, datetime

from scanner.assess.evaluate import Circumstances, compile_check, evaluate
from scanner.assess.examples import run_example
from scanner.content.checks import load_checks
from scanner.content.library import check_folders
from scanner.content.rule_data import shipped_rules
from scanner.facts.registry import collectors
from scanner.facts.sudo import FACTS as SUDO
from scanner.language.syntax import Leaf
from scanner.model.finding import Finding, Judged
from scanner.model.unknown import Cause
from scanner.model.verdict import Verdict


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


def test_the_scan_account_is_no_excuse_for_the_part_of_a_list_that_was_not_seen() -> None:
    check = load_checks(check_folders()).checks["linux-sudo-nopasswd"]
    leaf = Leaf.model_validate({"at": "sudo.full_root_groups", "subset_of": ["wheel"]})
    compiled = compile_check(check.model_copy(update={"expect": (leaf,), "params": {}}), shipped_rules().rules)
    for missing, verdict, cause in (({"unknown": "cut"}, Verdict.ERROR, Cause.CUT), (None, Verdict.PASS, None)):
        groups = {"items": ["scan"], "missing": missing}
        facts = {"sudo": SUDO.model_validate({"installed": True, "full_root_groups": groups})}
        found = evaluate(compiled, "a", facts, datetime(2026, 11, 24, tzinfo=UTC), Circumstances(scan_account="scan"))
        assert (found.verdict, found.cause) == (verdict, cause)

"""What the scan account is excused from, and what that never hides."""

from __future__ import annotations

from typing import Any

from scanner import resources
from scanner.assess.examples import run_example
from scanner.content.checks import load_check
from scanner.facts.registry import collectors
from scanner.language.check import Example
from scanner.model.unknown import Cause
from scanner.model.verdict import Verdict
from scanner.rules import rules

OWN = {"rule": "scan: ALL", "who": "scan", "command": "ALL", "password": False}


def _concluded(entries: Any, defaults: Any) -> tuple[Verdict, Cause | None]:
    check, _ = load_check(resources.checks() / "linux/sudo/linux-sudo-nopasswd.yaml")
    assert check
    sudo = {"installed": True, "entries": entries, "defaults": defaults}
    example = Example(facts={"sudo": sudo}, scan_account="scan", verdict=Verdict.PASS)
    finding, _ = run_example(check, example, collectors(), rules())
    assert finding
    return finding.verdict, finding.cause


def test_the_scan_account_alone_is_excused() -> None:
    assert _concluded([OWN], []) == (Verdict.PASS, None)


def test_an_excused_rule_does_not_hide_rules_that_were_not_seen() -> None:
    cut = {"items": [OWN], "missing": {"cause": "permission"}}
    assert _concluded(cut, []) == (Verdict.ERROR, Cause.PERMISSION)


def test_an_excused_rule_does_not_hide_defaults_that_were_not_seen() -> None:
    assert _concluded([OWN], {"unknown": "permission"}) == (Verdict.ERROR, Cause.PERMISSION)


def test_what_is_not_excused_stays_a_plain_fail() -> None:
    other = OWN | {"rule": "bob: ALL", "who": "bob"}
    assert _concluded([OWN, other], {"unknown": "permission"}) == (Verdict.FAIL, None)

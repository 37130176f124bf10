"""Every check file fits the facts, and every example of every check gives what it says."""

from __future__ import annotations

import pytest

from scanner.assess.examples import run_example
from scanner.content.checks import Loaded, load_checks
from scanner.content.rule_data import shipped_rules
from scanner.facts.registry import collectors
from scanner.language.check import Check, Example
from scanner.model.unknown import Cause
from scanner.resources import checks as checks_directory

LOADED: Loaded = load_checks(
    [checks_directory() / platform for platform in ("linux", "windows", "network", "services")]
)
EXAMPLES = [
    pytest.param(check, example, id=f"{check.id}: {example.name or index}")
    for check in LOADED.checks.values()
    for index, example in enumerate(check.examples)
]


def test_no_check_file_has_a_problem() -> None:
    assert not LOADED.problems, "\n".join(map(str, LOADED.problems))


@pytest.mark.parametrize(("check", "example"), EXAMPLES)
def test_an_example_gives_what_it_says(check: Check, example: Example) -> None:
    _, wrong = run_example(check, example, collectors(), shipped_rules().rules)
    assert not wrong


UNSAID = [
    pytest.param(check, example, id=check.id)
    for check in LOADED.checks.values()
    for example in check.examples
    if example.cause is Cause.NEEDS_POLICY
]


@pytest.mark.parametrize(("check", "example"), UNSAID)
def test_what_the_site_has_not_said_shows_no_object_and_names_the_list(check: Check, example: Example) -> None:
    finding, _ = run_example(check, example, collectors(), shipped_rules().rules)
    assert finding is not None
    assert finding.objects == ()
    lists = {param.policy: param.title for param in check.params.values() if param.policy and param.default is None}
    named = {name: title for name, title in lists.items() if name in finding.message.et}
    assert named
    assert all(title.et in finding.message.et and title.en in finding.message.en for title in named.values())


def test_every_title_and_gap_is_said_once() -> None:
    for field in ("title", "gap"):
        said = [getattr(check, field).et for check in LOADED.checks.values()]
        assert len(said) == len(set(said)), f"a {field} stands in two checks"

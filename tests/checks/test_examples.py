"""Every check file fits the facts, and every example of every check gives what it says."""

from __future__ import annotations

import pytest

from scanner.assess.examples import run_example
from scanner.content.checks import Loaded, load_checks
from scanner.facts.registry import collectors
from scanner.language.check import Check, Example
from scanner.resources import checks as checks_directory
from scanner.rules import rules

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
    _, wrong = run_example(check, example, collectors(), rules())
    assert not wrong


def test_every_title_and_gap_is_said_once() -> None:
    for field in ("title", "gap"):
        said = [getattr(check, field).et for check in LOADED.checks.values()]
        assert len(said) == len(set(said)), f"a {field} stands in two checks"

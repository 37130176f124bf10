"""`eits-scan checks` over the checks the project ships."""

from __future__ import annotations

from pathlib import Path

from scanner.errors import ExitCode
from tests.cli.conftest import Command

PAGES = Path(__file__).parents[2] / "docs" / "checks"


def test_the_committed_pages_are_the_checks(eits: Command) -> None:
    compared = eits("checks", "docs", "--check", "--output", PAGES)
    assert compared.returncode == ExitCode.OK, compared.stderr


def test_a_page_of_a_check_that_is_gone_is_not_current(eits: Command, tmp_path: Path) -> None:
    assert eits("checks", "docs", "--output", tmp_path).returncode == ExitCode.OK
    (tmp_path / "linux-gone.md").write_text("old\n", encoding="utf-8")
    compared = eits("checks", "docs", "--check", "--output", tmp_path)
    assert compared.returncode == ExitCode.INVALID
    assert "linux-gone.md" in compared.stderr
    assert eits("checks", "docs", "--output", tmp_path).returncode == ExitCode.OK
    assert not (tmp_path / "linux-gone.md").exists()


def test_every_shipped_check_is_without_fault_and_its_examples_hold(eits: Command) -> None:
    linted = eits("checks", "lint")
    assert linted.returncode == ExitCode.OK, linted.stderr

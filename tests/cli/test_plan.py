"""The action plan from the report to an edited workbook and back into the next report."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.conftest import FAILING, LOCAL, Command, command


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this machine under two names and a workspace with one gap on both, scanned once for all tests."""
    folder = tmp_path_factory.mktemp("scanned")
    checks = folder / "home" / "checks"
    checks.mkdir(parents=True)
    (checks / "own-ada-exists.yaml").write_text(FAILING, encoding="utf-8")
    (folder / "hosts.yml").write_text(LOCAL, encoding="utf-8")
    words = command("scan", "-i", "hosts.yml", "--home", "home", "--check", "own-ada-exists")
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 1, done.stderr
    return folder


@pytest.fixture
def scanned(history: Path, tmp_path: Path) -> Path:
    """The inventory of a copy that the test may change."""
    shutil.copytree(history, tmp_path, dirs_exist_ok=True)
    return tmp_path / "hosts.yml"


def edit(path: Path, **cells: Any) -> Path:
    book = openpyxl.load_workbook(path)
    page: Any = book["Action plan"]
    names = {cell.value: cell.column for cell in page[2]}
    for name, value in cells.items():
        page.cell(3, names[name.capitalize()]).value = value
    observations: Any = book["Audit observations"]
    observations["A3"], observations["B3"] = "7.1", "Logs are not read"
    book.save(path)
    return path


def export(eits: Command, local: Path, path: Path) -> Path:
    done = eits("report", "-i", local, "--format", "xlsx", "--lang", "en", "-o", path)
    assert done.returncode == 0, done.stderr
    return path


def test_edits_come_back_into_the_next_report_and_the_file_says_who_made_them(
    eits: Command, scanned: Path, tmp_path: Path
) -> None:
    path = edit(
        export(eits, scanned, tmp_path / "kava.xlsx"), responsible="Mari", deadline=date(2031, 1, 15), status="waiting",
        comment="waits for money",
    )  # fmt: skip
    tried = eits("plan", "import", path, "-i", scanned, "--dry-run")
    assert tried.stdout.startswith("would take: 5 values in 2 rows")
    assert not (tmp_path / "plan.yaml").exists()
    done = eits("plan", "import", path, "-i", scanned, "--by", "Mari")
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        f"taken: 5 values in 2 rows → {tmp_path / 'plan.yaml'}",
    )
    text = (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    assert all(said in text for said in ("by: Mari", "file: kava.xlsx", "sha256: ", "Logs are not read"))
    told = json.loads(eits("report", "-i", scanned, "--format", "json", "-o", "-").stdout)["plan"]
    assert [(row["check"], row["responsible"], row["deadline"], row["status"]) for row in told] == [
        ("own-ada-exists", "Mari", "2031-01-15", "waiting"),
        (None, "", None, "open"),
    ]
    shown = eits("plan", "show", "-i", scanned, "--lang", "en").stdout
    assert "15.01.2031  waiting          Mari                  own-ada-exists · unassigned: 2" in shown
    assert "waits for money" in shown
    assert "7.1: Logs are not read" in shown


def test_a_conflict_is_told_with_both_values_and_ends_with_1(eits: Command, scanned: Path, tmp_path: Path) -> None:
    first = export(eits, scanned, tmp_path / "a.xlsx")
    second = Path(shutil.copy(first, tmp_path / "b.xlsx"))
    assert eits("plan", "import", edit(first, deadline="15.01.2031"), "-i", scanned).returncode == 0
    done = eits("plan", "import", edit(second, deadline="20.02.2031"), "-i", scanned)
    assert done.returncode == 1
    assert "Action plan!3 own-ada-exists · unassigned: deadline: plan 15.01.2031, sheet 20.02.2031" in done.stdout
    done = eits("plan", "import", second, "-i", scanned, "--prefer", "sheet")
    assert done.returncode == 0
    assert "was:\n      deadline: '2031-01-15'" in (tmp_path / "plan.yaml").read_text(encoding="utf-8")


def test_a_file_with_a_mistake_changes_nothing(eits: Command, scanned: Path, tmp_path: Path) -> None:
    path = edit(export(eits, scanned, tmp_path / "kava.xlsx"), deadline="soon", responsible="Mari")
    done = eits("plan", "import", path, "-i", scanned)
    assert done.returncode == 3
    assert "Action plan!G3: 'soon' is not a date such as 31.12.2026" in done.stderr
    assert not (tmp_path / "plan.yaml").exists()

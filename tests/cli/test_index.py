"""`index.html` in the folder of reports follows each scan, evaluation and report."""

from __future__ import annotations

from pathlib import Path

from scanner.errors import ExitCode
from tests.cli.conftest import QUICK, Command


def test_each_scan_and_report_writes_the_list_of_runs_anew(eits: Command, local: Path, tmp_path: Path) -> None:
    page = tmp_path / "home" / "reports" / "index.html"
    assert eits("scan", "-i", local, *QUICK).returncode == ExitCode.OK
    run = eits("runs", "list").stdout.split()[0]
    text = page.read_text(encoding="utf-8")
    assert f'href="{run}.html"' in text
    assert f"{run}-management" not in text
    assert "2/2" in text
    assert "ainult kontrollid: linux-account-uid0-only-root" in text
    assert page.stat().st_mode & 0o777 == 0o600

    assert eits("report", run, "-i", local, "--audience", "management", "--lang", "en").returncode == ExitCode.OK
    text = page.read_text(encoding="utf-8")
    assert f'href="{run}-management.html"' in text
    assert "Runs and reports" in text

    (page.parent / f"{run}.html").unlink()
    eits("evaluate", run, "-i", local)
    assert f'href="{run}.html"' in page.read_text(encoding="utf-8")
    assert [each.name for each in page.parent.iterdir() if each.name.startswith(".")] == []

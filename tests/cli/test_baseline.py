"""An approved baseline: what reports and `runs diff` compare with."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from scanner.errors import ExitCode
from scanner.store.history import History
from tests.cli.conftest import Command
from tests.store.nights import Found, answers, known, night, planned, run_of

ROOT, EMPTY = "linux-account-uid0-only-root", "linux-mount-dev-shm"
NIGHTS: tuple[Found, ...] = (
    {("here", ROOT): "fail:x", ("there", ROOT): "fail:x", ("here", EMPTY): "pass", ("gone", ROOT): "fail:x"},
    {("here", ROOT): "pass", ("there", ROOT): "fail:x,y", ("here", EMPTY): "fail:z"},
    {("here", ROOT): "pass", ("there", ROOT): "fail:x,y", ("there", EMPTY): "fail:z"},
)


def history(home: Path) -> None:
    home.mkdir(exist_ok=True)
    with History(home / "store.sqlite") as written:
        for number, found in enumerate(NIGHTS, 1):
            at = night(number) + timedelta(minutes=1)
            written.save(run_of(number), known(found), planned(found), answers(found, at), at)


def test_a_run_is_approved_and_reports_say_what_changed_since(eits: Command, local: Path, tmp_path: Path) -> None:
    history(tmp_path / "home")
    assert eits("runs", "baseline").stdout == "none\n"
    assert eits("runs", "diff", "baseline").returncode == ExitCode.USAGE
    assert eits("runs", "baseline", "run-0001").returncode == ExitCode.USAGE
    approved = eits("runs", "baseline", "run-0001", "--by", "IT-juht", "--reason", "Vastuvõetud <b>seis</b>")
    assert approved.returncode == ExitCode.OK, approved.stderr
    assert approved.stdout.startswith("run-0001  approved ")
    assert eits("runs", "baseline").stdout == approved.stdout

    def told(*words: str) -> dict[str, int] | None:
        made = eits("report", *words, "-i", local, "--format", "json", "-o", "-")
        assert made.returncode == ExitCode.OK, made.stderr
        base = json.loads(made.stdout)["baseline"]
        return dict(base["changes"]) if base else None

    assert told("run-0001") is None
    assert told("run-0002") == {"new": 1, "worse": 1, "fixed": 1}
    assert told("run-0003") == {"worse": 1, "fixed": 1, "not_scanned": 1, "first": 1}
    assert told() == {"new": 1, "worse": 1, "fixed": 1, "first": 1}
    assert told("--host", "here") is None
    page = eits("report", "-i", local, "-o", "-").stdout
    assert "Võrdlusalus on skannimine run-0001" in page
    assert "kinnitaja IT-juht: Vastuvõetud &lt;b&gt;seis&lt;/b&gt;" in page
    assert "fixed        here linux-account-uid0-only-root" in eits("runs", "diff", "baseline", "run-0002").stdout

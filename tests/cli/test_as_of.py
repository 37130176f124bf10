"""`report --as-of`: what was known on an earlier day."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from scanner.content.library import load_library
from scanner.errors import ExitCode
from scanner.store.history import History
from tests.cli.conftest import Command
from tests.store.nights import Found, answers, known, night, planned, run_of

CHECK = "linux-account-uid0-only-root"
WAIVER = f"""
waivers:
  - id: E-1
    kind: ajutine_erand
    check: {CHECK}
    reason: Katse.
    approved_by: IT-juht
    approved_by_role: owner
    approved_on: 2026-11-02
    expires: 2026-11-02
"""


def history(home: Path) -> None:
    """A gap on two hosts on 2 November; on 3 November one host is seen again, and it is closed there."""
    home.mkdir(exist_ok=True)
    with History(home / "store.sqlite") as written:
        for number, found in (
            (1, {("here", CHECK): "fail:x", ("there", CHECK): "fail:x"}),
            (2, {("here", CHECK): "pass"}),
        ):
            of: Found = found
            at = night(number) + timedelta(minutes=1)
            written.save(run_of(number), known(of), planned(of), answers(of, at), at)


def test_a_report_of_an_earlier_day_says_what_was_known_and_decided_then(
    eits: Command, local: Path, tmp_path: Path
) -> None:
    assert CHECK in load_library("2024").checks
    history(tmp_path / "home")
    (tmp_path / "waivers.yaml").write_text(WAIVER, encoding="utf-8")

    def told(*words: str) -> tuple[dict[str, str], set[str | None], str]:
        made = eits("report", "-i", local, "--format", "json", "-o", "-", *words)
        assert made.returncode == ExitCode.OK, made.stderr
        report = json.loads(made.stdout)
        found = report["findings"]
        return (
            {each["host"]: each["verdict"] for each in found},
            {each["waiver"] for each in found},
            report["run"]["finished"],
        )

    assert told("--as-of", "2026-11-02") == (
        {"here": "fail", "there": "fail"},
        {"E-1"},
        "2026-11-02T21:59:59.999999Z",
    )
    assert told("--as-of", "2026-11-03")[:2] == ({"here": "pass", "there": "fail"}, {None})
    assert told()[0] == {"here": "pass", "there": "fail"}
    assert told("--as-of", "2026-11-02", "--host", "here")[0] == {"here": "fail"}


def test_a_day_without_a_run_and_a_day_to_come_are_refused(eits: Command, local: Path, tmp_path: Path) -> None:
    history(tmp_path / "home")
    before = eits("report", "-i", local, "--as-of", "2026-11-01")
    assert (before.returncode, "there was no run yet on 2026-11-01" in before.stderr) == (ExitCode.NOTHING, True)
    tomorrow = datetime.now(UTC).astimezone(ZoneInfo("Europe/Tallinn")).date() + timedelta(days=1)
    late = eits("report", "-i", local, "--as-of", str(tomorrow))
    assert (late.returncode, "is yet to come" in late.stderr) == (ExitCode.USAGE, True)
    both = eits("report", "latest", "-i", local, "--as-of", "2026-11-02")
    assert (both.returncode, "do not go together" in both.stderr) == (ExitCode.USAGE, True)

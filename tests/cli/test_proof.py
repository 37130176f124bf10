"""`runs verify`, `hold`, `release` and `prune` as a user runs them."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scanner.errors import ExitCode
from scanner.store.history import History
from tests.cli.conftest import QUICK, Command
from tests.store.nights import answers, known, planned, run_of

FOUND = {("here", "linux-account-uid0-only-root"): "pass"}


def earlier(home: Path, days: int) -> str:
    """A run of so many days ago, without evidence; its id."""
    at = datetime.now(UTC) - timedelta(days=days)
    run = run_of(0).model_copy(update={"id": f"{at:%Y%m%dT%H%M%SZ}-aaaaaa", "started": at, "finished": at})
    home.mkdir(mode=0o700, exist_ok=True)
    told = [each._replace(visit=each.visit.model_copy(update={"evidence_sha256": None})) for each in answers(FOUND, at)]
    with History(home / "store.sqlite") as history:
        history.save(run, known(FOUND), planned(FOUND), told, at)
    (home / "runs" / run.id / "evidence").mkdir()
    return run.id


def test_a_scan_and_its_later_assessment_are_proven_until_a_file_is_changed(
    eits: Command, local: Path, tmp_path: Path
) -> None:
    assert eits("scan", "-i", local, *QUICK).returncode == ExitCode.OK
    assert "differences:" in eits("evaluate", "latest", "-i", local, "--fail-on", "never").stdout
    done = eits("runs", "verify")
    assert done.returncode == ExitCode.OK, done.stdout
    assert "holds 1; chain of 2, unbroken" in done.stdout
    head = done.stdout.split()[-1]
    assert head in eits("runs", "show", "latest").stdout
    report = json.loads(eits("report", "latest", "-i", local, "--format", "json", "-o", "-").stdout)
    assert report["run"]["manifest_sha256"] == head
    assert eits("runs", "verify", "latest", "--anchor", head).returncode == ExitCode.OK
    assert eits("runs", "verify", "--anchor", "ab" * 32).returncode == ExitCode.UNSEEN
    (path,) = (tmp_path / "home" / "runs").glob("*/evidence/here.evidence.gz")
    path.write_bytes(path.read_bytes()[:-1])
    done = eits("runs", "verify", "latest")
    assert done.returncode == ExitCode.UNSEEN
    assert done.stdout.startswith("changed ")
    assert "! evidence/here.evidence.gz was changed: it cannot be read as evidence any more" in done.stdout


def test_runs_are_held_released_and_pruned(eits: Command, local: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    old, older = earlier(home, 500), earlier(home, 600)
    assert eits("scan", "-i", local, *QUICK).returncode == ExitCode.OK
    done = eits("runs", "hold", older, "--reason", "audit 2026")
    assert done.returncode == ExitCode.OK, done.stderr
    assert "audit 2026" in eits("runs", "show", older).stdout
    assert "held until 20" in eits("runs", "list").stdout
    dry = eits("runs", "prune", "-i", local, "--dry-run").stdout
    assert f"would remove  {old}" in dry
    done = eits("runs", "prune", "-i", local)
    assert done.returncode == ExitCode.OK, done.stderr
    assert f"removed       {old}  older than 400 days" in done.stdout
    assert f"kept          {older}  held until" in done.stdout
    assert f"pruned      {old}" in eits("runs", "verify").stdout
    again = eits("evaluate", old, "-i", local)
    assert (again.returncode, "was removed" in again.stderr) == (ExitCode.UNSEEN, True)
    assert eits("runs", "hold", old, "--reason", "too late").returncode == ExitCode.USAGE
    assert eits("runs", "release", older).returncode == ExitCode.OK
    assert eits("runs", "release", older).returncode == ExitCode.USAGE
    assert f"removed       {older}" in eits("runs", "prune", "-i", local, "--keep-days", "550").stdout
    assert eits("runs", "verify").returncode == ExitCode.OK


def test_a_hold_needs_a_reason_and_a_day_to_come(eits: Command, tmp_path: Path) -> None:
    earlier(tmp_path / "home", 1)
    for words in (("--until", "2020-01-01", "--reason", "x"), ("--reason", " "), ()):
        assert eits("runs", "hold", "latest", *words).returncode == ExitCode.USAGE


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH is not installed")
def test_a_scan_signs_its_manifest_and_says_where_it_cannot(eits: Command, local: Path, tmp_path: Path) -> None:
    for name, passphrase in (("sign", ""), ("locked", "a passphrase")):
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", str(tmp_path / name)]
        subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
    (tmp_path / "allowed").write_text("scanner " + (tmp_path / "sign.pub").read_text())
    settings = '[integrity]\nsign_key = "{}"\nallowed_signers = "{}"\n'
    toml = tmp_path / "eits-scan.toml"
    toml.write_text(settings.format(tmp_path / "locked", tmp_path / "allowed"))
    done = eits("scan", "-i", local, *QUICK)
    assert done.returncode == ExitCode.UNSEEN
    assert "is not signed" in done.stderr
    done = eits("runs", "verify", "--settings", toml)
    assert (done.returncode, "manifest.json: it is not signed" in done.stdout) == (ExitCode.UNSEEN, True)
    toml.write_text(settings.format(tmp_path / "sign", tmp_path / "allowed"))
    assert eits("scan", "-i", local, *QUICK).returncode == ExitCode.OK
    done = eits("runs", "verify", "--settings", toml)
    assert done.returncode == ExitCode.OK, done.stdout
    assert len(list((tmp_path / "home" / "runs").glob("*/manifest.json.sig"))) == 2

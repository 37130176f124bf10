from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scanner.errors import ExitCode, LockedError
from scanner.store.lock import held

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HOLDER = """
import sys, pathlib, datetime
from scanner.store.lock import held
with held(pathlib.Path(sys.argv[1]), datetime.datetime(2026, 11, 24, 1, 0, tzinfo=datetime.UTC)):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_run_is_told_who_holds_the_lock_and_since_when(tmp_path: Path) -> None:
    with holder(tmp_path) as other:
        with pytest.raises(LockedError) as caught, held(tmp_path, NOW):
            pass
        other.communicate()
    assert f"process {other.pid}" in str(caught.value)
    assert "2026-11-24T01:00:00+00:00" in str(caught.value)
    assert caught.value.exit_code is ExitCode.LOCKED


def test_the_lock_of_a_killed_process_is_taken_over(tmp_path: Path) -> None:
    with holder(tmp_path) as other:
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
        assert (tmp_path / "lock").read_text().startswith(str(other.pid))
        with held(tmp_path, NOW):
            assert (tmp_path / "lock").read_text() == f"{os.getpid()} 2026-11-24T02:00:00+00:00\n"


def test_the_lock_is_let_go_at_the_end_also_of_a_failed_run(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), held(tmp_path, NOW):
        raise ZeroDivisionError
    with held(tmp_path, NOW):
        pass
    assert (tmp_path / "lock").read_text() == ""

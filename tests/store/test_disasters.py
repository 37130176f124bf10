"""A killed process and a full disk: earlier runs stay whole."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from scanner.errors import ExitCode
from scanner.store.errors import StoreError
from scanner.store.history import History
from tests.store.nights import save

CHECKS = [f"check-{number}" for number in range(50)]
EARLIER = {("a", check): "fail:22" for check in CHECKS}
# Writes a run in another process and stops half-way, with much of it already in the files.
HALF_WAY = """
import sys
from pathlib import Path
from scanner.store.history import History
from tests.store.nights import answers, known, night, planned, run_of

found = {(f"host{h}", f"check-{c}"): f"fail:{h},{c},{'x' * 300}" for h in range(40) for c in range(50)}

def some():
    for number, answer in enumerate(answers(found, night(2))):
        if number == 30:
            print("writing", flush=True)
            sys.stdin.read()
        yield answer

history = History(Path(sys.argv[1]))
history._database.execute("PRAGMA cache_size = 10")
history.save(run_of(2), known(found), planned(found), some(), night(2))
"""


def whole(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with the file."""
    reader = sqlite3.connect(path)
    try:
        return reader.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    finally:
        reader.close()


def test_a_process_killed_while_writing_leaves_earlier_runs_whole(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with History(path) as history:
        save(history, 1, EARLIER)
    with subprocess.Popen(
        [sys.executable, "-c", HALF_WAY, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == b"writing\n"
        assert (tmp_path / "store.sqlite-wal").stat().st_size > 100_000
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
    assert whole(path)
    with History(path) as history:
        assert [run.id for run in history.runs()] == ["run-0001"]
        assert len(list(history.current())) == len(EARLIER)
        save(history, 3, EARLIER)
    assert whole(path)


def fill(history: History) -> None:
    """Save a run that is larger than what may still be written."""
    save(history, 2, {(f"host{h}", check): f"fail:{h}{'x' * 300}" for h in range(200) for check in CHECKS})


def test_a_file_that_may_not_grow_is_a_clear_error_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with History(path) as history:
        save(history, 1, EARLIER)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, limits[1]))
    try:
        with History(path) as history, pytest.raises(StoreError) as caught:
            fill(history)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert caught.value.exit_code is ExitCode.UNSEEN
    assert "not saved" in str(caught.value)
    assert whole(path)
    with History(path) as history:
        assert [run.id for run in history.runs()] == ["run-0001"]
        assert len(list(history.current())) == len(EARLIER)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_full_disk_is_a_clear_error_and_loses_nothing(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)], check=False)
    if mounted.returncode:
        pytest.skip("this system does not let tests mount a file system")
    path = small / "store.sqlite"
    try:
        with History(path) as history:
            save(history, 1, EARLIER)
            with pytest.raises(StoreError, match="the disk is full"):
                fill(history)
            assert [run.id for run in history.runs()] == ["run-0001"]
        assert whole(path)
        with History(path) as history:
            assert len(list(history.current())) == len(EARLIER)
    finally:
        subprocess.run(["umount", str(small)], check=True)

"""Histories that released programs wrote: each opens at the newest version, with all that was in it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from scanner.model.catalogue import Level
from scanner.model.status import MeasureStatus
from scanner.model.verdict import Severity, Verdict
from scanner.store.database import migrate, migrations
from scanner.store.history import History
from scanner.store.overview import overview
from tests.store.nights import save

FIRST = Path(__file__).parent / "version_1.sql"
"""Two nights and their measures as the program of version 1 wrote them. Never made anew: such files are out there."""
ROOT, PORTS = "linux-sshd-permit-root-login", "linux-listen-cleartext-protocols"
NOW = {
    ("www1", ROOT): (Verdict.PASS, "Found: pass"),
    ("www1", PORTS): (Verdict.FAIL, "Found: fail:80"),
    ("www2", ROOT): (Verdict.ERROR, "Found: error"),
}
INVENTORY = "all:\n  hosts:\n    www1: {ansible_connection: local}\n    www2: {ansible_connection: local}\n"


def released(folder: Path, version: int) -> Path:
    """The history of the program of a version."""
    folder.mkdir(exist_ok=True)
    path = folder / "store.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(FIRST.read_text(encoding="utf-8"))
        migrate(database, path, migrations()[:version])
        assert database.execute("PRAGMA user_version").fetchone() == (version,)
    return path


def contents(path: Path) -> dict[str, list[str]]:
    """The rows of every table that version 1 has, without the columns that came later."""
    with closing(sqlite3.connect(":memory:")) as old, closing(sqlite3.connect(path)) as now:
        old.executescript(FIRST.read_text(encoding="utf-8"))
        tables = [name for (name,) in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {each: [row[1] for row in old.execute(f'PRAGMA table_info("{each}")')] for each in tables}
        return {
            table: sorted(map(repr, now.execute(f"SELECT {', '.join(map(_quoted, names))} FROM {_quoted(table)}")))  # noqa: S608
            for table, names in columns.items()
        }


def _quoted(name: str) -> str:
    return f'"{name}"'


@pytest.mark.parametrize("version", range(1, len(migrations()) + 1))
def test_a_history_of_every_version_opens_at_the_newest_with_its_data(tmp_path: Path, version: int) -> None:
    path = released(tmp_path, version)
    before = contents(path)
    with History(path) as history:
        runs = history.runs()
        assert [run.id for run in runs] == ["run-0002", "run-0001"]
        assert {
            (each.finding.host, each.finding.check): (each.finding.verdict, each.finding.message.en)
            for each in history.current()
        } == NOW
        (assessment,) = history.assessments("run-0001")
        assert {(each.finding.host, each.finding.verdict) for each in history.findings(assessment)} == {
            ("www1", Verdict.FAIL),
            ("www2", Verdict.PASS),
        }
        (point,) = history.trend("run-0002", {"SYS.1.3.M8": Level.STANDARD}.get)
        assert (point.run, point.gaps) == ("run-0001", {Severity.HIGH: 2})
        assert point.measures == {Level.STANDARD: {MeasureStatus.NOT_IMPLEMENTED: 1}}
        assert history.baseline() is None
    assert [numbers.run.id for numbers in overview(path)] == ["run-0002", "run-0001"]
    assert contents(path) == before
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (len(migrations()),)
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("version", range(1, len(migrations()) + 1))
def test_views_answer_over_a_history_of_every_version(tmp_path: Path, version: int) -> None:
    path = released(tmp_path, version)
    History(path).close()
    with closing(sqlite3.connect(path)) as database:
        views = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
        rows = {view: database.execute(f"SELECT * FROM {view}").fetchall() for view in views}  # noqa: S608  # our own
        gap = database.execute('SELECT host, "check", since, run FROM gaps').fetchall()
        status = database.execute("SELECT target, measure, status FROM measure_status").fetchall()
    assert {view: len(found) for view, found in rows.items()} == {
        "gaps": 1, "measure_status": 1, "trend": 2, "finding_history": 5, "host_visits": 4, "measure_history": 2,
    }  # fmt: skip
    assert gap == [("www1", PORTS, "2026-11-02T02:01:00.000000+00:00", "run-0002")]
    assert status == [("web", "SYS.1.3.M8", "partly")]


@pytest.mark.parametrize("version", range(1, len(migrations()) + 1))
def test_a_new_night_goes_on_from_a_history_of_every_version(tmp_path: Path, version: int) -> None:
    with History(released(tmp_path, version)) as history:
        save(history, 3, {("www1", ROOT): "pass", ("www1", PORTS): "fail:80", ("www2", ROOT): "pass"})
        changes = {(each.finding.host, each.finding.check): each.change.value for each in history.current()}
    assert changes == {("www1", ROOT): "unchanged", ("www1", PORTS): "persisting", ("www2", ROOT): "unchanged"}


def test_a_report_is_made_from_a_history_of_the_first_version(tmp_path: Path) -> None:
    released(tmp_path / "home", 1)
    inventory = tmp_path / "hosts.yml"
    inventory.write_text(INVENTORY, encoding="utf-8")
    words = [sys.executable, "-m", "scanner", "report", "-i", str(inventory), "--home", str(tmp_path / "home")]
    done = subprocess.run(
        [*words, "--format", "json", "-o", "-"],
        capture_output=True, text=True, check=False, cwd=tmp_path, timeout=300,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = {(each["host"], each["check"]): each["verdict"] for each in json.loads(done.stdout)["findings"]}
    assert {pair: found[pair] for pair in NOW} == {pair: verdict for pair, (verdict, _) in NOW.items()}

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from scanner.errors import InvalidError
from scanner.store.database import connect, migrate, migrations, statements
from scanner.store.errors import StoreError
from scanner.store.history import History
from tests.store.nights import save


def test_migrations_are_numbered_without_a_gap_and_each_can_run() -> None:
    folder = Path(__file__).parents[2] / "scanner" / "store" / "migrations"
    numbers = sorted(int(path.name.partition("_")[0]) for path in folder.glob("*.sql"))
    assert numbers == list(range(1, len(migrations()) + 1))
    assert all(sqlite3.complete_statement(one) for script in migrations() for one in statements(script))


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    connect(path).close()
    before = path.read_bytes()
    connect(path).close()
    assert path.read_bytes() == before


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with History(path) as history:
        save(history, 1, {("a", "sshd-root"): "pass"})
    opened = connect(path)
    broken = [*migrations(), "CREATE TABLE halfway (x);\nINSERT INTO nowhere VALUES (1);\n"]
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(opened, path, broken)
    opened.close()
    with History(path) as history:
        assert [run.id for run in history.runs()] == ["run-0001"]
    reader = sqlite3.connect(path)
    assert reader.execute("SELECT name FROM sqlite_master WHERE name = 'halfway'").fetchall() == []
    reader.close()


def test_a_file_of_a_newer_program_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    newer = connect(path)
    newer.execute("PRAGMA user_version = 999")
    newer.close()
    with pytest.raises(InvalidError, match="newer eits-scan"):
        connect(path)
    reader = sqlite3.connect(path)
    assert reader.execute("PRAGMA user_version").fetchone() == (999,)
    reader.close()


def test_a_file_that_is_no_database_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_text("This is a diary, not a database. " * 200)
    with pytest.raises(StoreError, match="not a history") as caught:
        connect(path)
    assert str(path) in str(caught.value)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened: No such file") as caught:
        connect(tmp_path / "nowhere" / "store.sqlite")
    assert "nowhere" in str(caught.value)

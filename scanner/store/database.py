"""Opening the history: one SQLite file in WAL mode, readable by its owner only, brought up to date by numbered SQL."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from scanner.errors import InvalidError
from scanner.store.errors import StoreError, explained

BUSY_SECONDS = 30.0
"""How long to wait for another program that writes, such as a backup."""
CACHE = "PRAGMA cache_size = -512"
"""In KiB, of each connection. What is asked for host by host lies together, and the system keeps the file in memory."""


def connect(path: Path) -> sqlite3.Connection:
    """The database at a path, made where there is none, migrated to this program's version.

    StoreError when it cannot be opened; InvalidError when a newer program wrote it.
    """
    try:
        # SQLite itself would make it readable by all; its companion files take its mode.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        message = f"cannot be opened: {error.strerror}"
        raise StoreError(message, where=str(path), todo="check its folder, and who owns it") from error
    with explained(path):
        database = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            # A finished run must outlive a power cut.
            database.execute("PRAGMA synchronous = FULL")
            database.execute("PRAGMA foreign_keys = ON")
            database.execute(CACHE)
            migrate(database, path, migrations())
        except BaseException:
            database.close()
            raise
    return database


@contextmanager
def transaction(database: sqlite3.Connection, path: Path) -> Iterator[None]:
    """All or nothing: what is written inside is kept only when nothing goes wrong."""
    with explained(path):
        database.execute("BEGIN IMMEDIATE")
        try:
            yield
            database.execute("COMMIT")
        except BaseException:
            if database.in_transaction:  # a full disk already rolls back by itself
                database.execute("ROLLBACK")
            raise


def migrate(database: sqlite3.Connection, path: Path, steps: Sequence[str]) -> None:
    """Apply the migrations the file does not have yet, each whole or not at all."""
    version = _version(database)
    if version > len(steps):
        raise InvalidError(
            f"was written by a newer eits-scan (format {version}; this one knows {len(steps)})",
            where=str(path),
            todo="update eits-scan",
        )
    for number, script in enumerate(steps[version:], version + 1):
        with transaction(database, path):
            if _version(database) >= number:
                continue  # another process was quicker
            for statement in statements(script):
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {number}")


def migrations() -> list[str]:
    """The scripts in order; the first is number 1."""
    folder = files("scanner.store") / "migrations"
    found = sorted((each for each in folder.iterdir() if each.name.endswith(".sql")), key=lambda each: each.name)
    return [each.read_text(encoding="utf-8") for each in found]


def statements(script: str) -> Iterator[str]:
    """The statements of a script, each ending its line: sqlite3's own executescript would commit between them."""
    held = ""
    for line in script.splitlines(keepends=True):
        held += line
        if sqlite3.complete_statement(held):
            yield held
            held = ""


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])

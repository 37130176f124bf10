"""Which runs keep their evidence, and whose was removed."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from scanner.model.manifest import Hold
from scanner.store.write import stamp

_RUN = "(SELECT id FROM runs WHERE run = ?)"


def hold(database: sqlite3.Connection, kept: Hold) -> None:
    """Add a hold."""
    row = (kept.run, stamp(kept.placed), kept.placed_by, kept.reason, kept.until.isoformat())
    query = f"INSERT INTO holds (run, placed, placed_by, reason, until) VALUES ({_RUN}, ?, ?, ?, ?)"  # noqa: S608  # a constant
    database.execute(query, row)


def release(database: sqlite3.Connection, run: str, at: datetime, by: str) -> int:
    """End the holds of a run. They stay on record."""
    query = f"UPDATE holds SET released = ?, released_by = ? WHERE run = {_RUN} AND released IS NULL"  # noqa: S608  # a constant
    return database.execute(query, (stamp(at), by, run)).rowcount


def holds(database: sqlite3.Connection) -> list[Hold]:
    """All of them, oldest first."""
    fields = list(Hold.model_fields)
    columns = ", ".join("runs.run" if name == "run" else f"holds.{name}" for name in fields)
    query = f"SELECT {columns} FROM holds JOIN runs ON runs.id = holds.run ORDER BY holds.id"  # noqa: S608  # the model's own field names
    return [Hold.model_validate(dict(zip(fields, row, strict=True))) for row in database.execute(query)]


def bury(database: sqlite3.Connection, run: str, at: datetime, by: str, reason: str) -> None:
    """Add a tombstone."""
    query = f"INSERT INTO tombstones VALUES ({_RUN}, ?, ?, ?)"  # noqa: S608  # a constant
    database.execute(query, (run, stamp(at), by, reason))


def buried(database: sqlite3.Connection) -> dict[str, str]:
    """The runs with a tombstone, and what it says in one line."""
    query = """SELECT runs.run, pruned, pruned_by, reason FROM tombstones JOIN runs ON runs.id = tombstones.run
        ORDER BY pruned"""
    return {run: f"{at[:10]} by {by}: {reason}" for run, at, by, reason in database.execute(query)}

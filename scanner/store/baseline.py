"""The run a site compares itself with: which one was approved, when, by whom and why."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from scanner.store.write import stamp


class Baseline(NamedTuple):
    """An approved baseline (kinnitatud võrdlusalus)."""

    run: str
    approved: datetime
    approved_by: str
    reason: str


def approve(database: sqlite3.Connection, baseline: Baseline) -> None:
    """Write it down; it replaces the one before, which stays known."""
    query = """INSERT INTO baselines (run, approved, approved_by, reason)
        SELECT id, ?, ?, ? FROM runs WHERE run = ?"""
    database.execute(query, (stamp(baseline.approved), baseline.approved_by, baseline.reason, baseline.run))


def newest(database: sqlite3.Connection) -> Baseline | None:
    """The one that counts; None where nobody approved any."""
    query = """SELECT runs.run, approved, approved_by, reason FROM baselines JOIN runs ON runs.id = baselines.run
        ORDER BY baselines.id DESC LIMIT 1"""
    row = database.execute(query).fetchone()
    return Baseline(row[0], datetime.fromisoformat(row[1]), row[2], row[3]) if row else None

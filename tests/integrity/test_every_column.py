"""No value of the history can be changed unseen, apart from those that docs/integrity.md says are not covered."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from scanner.store.database import migrations, statements
from scanner.store.errors import StoreError
from tests.integrity.conftest import Site

PROVEN = (
    "hosts", "checks", "host_set_members", "check_set_members", "runs", "visits", "assessments", "judged", "bodies",
    "findings", "late_findings", "counts", "chain",
)  # fmt: skip
NOT_COVERED = {
    ("hosts", "name"),  # what the inventory calls it today
    ("findings", "id"),
}
"""Columns that say nothing about a result."""


def columns() -> list[tuple[str, str]]:
    """Every column of the tables that hold results."""
    with closing(sqlite3.connect(":memory:")) as empty:
        for script in migrations():
            for statement in statements(script):
                empty.execute(statement)
        return [(table, row[1]) for table in PROVEN for row in empty.execute(f"PRAGMA table_info({table})")]


@pytest.mark.parametrize(("table", "column"), [each for each in columns() if each not in NOT_COVERED])
def test_a_changed_value_is_seen(site: Site, table: str, column: str) -> None:
    with closing(sqlite3.connect(site.store)) as writer, writer:
        key = [row[1] for row in writer.execute(f"PRAGMA table_info({table})") if row[5]]
        listed = ", ".join(f'"{name}"' for name in key)
        row = writer.execute(f"SELECT {listed} FROM {table} ORDER BY {listed} LIMIT 1").fetchone()  # noqa: S608
        where = " AND ".join(f'"{name}" = ?' for name in key)
        changed = f"""CASE typeof("{column}") WHEN 'integer' THEN "{column}" + 1000 WHEN 'real' THEN "{column}" + 1
            WHEN 'blob' THEN x'0102' WHEN 'null' THEN 'x' ELSE "{column}" || 'x' END"""
        query = f'UPDATE {table} SET "{column}" = {changed} WHERE {where}'  # noqa: S608
        assert writer.execute(query, row).rowcount == 1
    try:
        seen = not site.proof().holds
    except StoreError as error:  # it cannot even be read
        seen = "was changed" in str(error)
    assert seen

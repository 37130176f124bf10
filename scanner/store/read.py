"""Reading the history: runs, what they set out to do and how it went with each host."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from scanner.model.host import Visit
from scanner.model.run import Assessment, Run


def runs(database: sqlite3.Connection, where: str = "", values: tuple[object, ...] = ()) -> list[Run]:
    """Runs, newest first."""
    fields = [name for name in Run.model_fields if name != "id"]
    columns = ", ".join(["run", *(f'"{name}"' for name in fields)])
    query = f"SELECT {columns} FROM runs {where} ORDER BY started DESC, id DESC"  # noqa: S608  # the model's own field names
    rows = (dict(zip(["id", *fields], row, strict=True)) for row in database.execute(query, values))
    return [
        Run.model_validate({**row, **{name: json.loads(row[name]) for name in ("params", "asked")}}) for row in rows
    ]


def assessments(database: sqlite3.Connection, run: str) -> list[Assessment]:
    """The assessments of a run, its own first."""
    fields = list(Assessment.model_fields)
    columns = ", ".join("runs.run" if name == "run" else f"assessments.{name}" for name in fields)
    query = f"SELECT {columns} FROM assessments JOIN runs ON runs.id = assessments.run WHERE runs.run = ? ORDER BY 1"  # noqa: S608
    rows = database.execute(query, (run,))
    return [Assessment.model_validate(dict(zip(fields, row, strict=True))) for row in rows]


def visits(database: sqlite3.Connection, run: str) -> dict[str, Visit]:
    """How it went with each host of a run, by host id."""
    fields = [name for name in Visit.model_fields if name != "host"]
    columns = ", ".join(["hosts.host_id", *(f"visits.{name}" for name in fields)])
    query = f"""SELECT {columns} FROM visits JOIN hosts ON hosts.id = visits.host JOIN runs ON runs.id = visits.run
        WHERE runs.run = ? ORDER BY 1"""  # noqa: S608
    rows = (dict(zip(["host", *fields], row, strict=True)) for row in database.execute(query, (run,)))
    return {row["host"]: Visit.model_validate(row) for row in rows}


_BY_THEN = "(:until IS NULL OR visits.run IN (SELECT run FROM assessments WHERE id <= :until))"
"""Visits that were known when `until` was the newest assessment; all of them where it is None."""


def newest_assessment(database: sqlite3.Connection, by: str) -> Assessment | None:
    """The last one made by a time; None where there was none."""
    query = (
        "SELECT runs.run, max(assessments.id) FROM assessments JOIN runs ON runs.id = assessments.run WHERE made <= ?"
    )
    run, number = database.execute(query, (by,)).fetchone()
    return next((each for each in assessments(database, run) if each.id == number), None) if run else None


def newest_visits(database: sqlite3.Connection, until: int | None = None) -> dict[str, Visit]:
    """The newest visit of every host there ever was, by host id."""
    found: dict[str, Visit] = {}
    fields = [name for name in Visit.model_fields if name != "host"]
    columns = ", ".join(["hosts.host_id", *(f"visits.{name}" for name in fields)])
    query = f"""SELECT {columns} FROM hosts JOIN visits ON visits.host = hosts.id AND visits.run = (
            SELECT runs.id FROM runs JOIN visits AS v ON v.run = runs.id WHERE v.host = hosts.id
            AND {_BY_THEN.replace("visits", "v")}
            ORDER BY runs.started DESC, runs.id DESC LIMIT 1) ORDER BY 1"""  # noqa: S608
    for row in database.execute(query, {"until": until}):
        data = dict(zip(["host", *fields], row, strict=True))
        found[data["host"]] = Visit.model_validate(data)
    return found


def last_seen(database: sqlite3.Connection, until: int | None = None) -> dict[str, datetime]:
    """When each host last answered, wholly or in part, by host id."""
    query = f"""SELECT hosts.host_id, max(visits.observed_at) FROM visits JOIN hosts ON hosts.id = visits.host
        WHERE visits.state IN ('answered', 'partial') AND visits.observed_at IS NOT NULL AND {_BY_THEN}
        GROUP BY hosts.id"""  # noqa: S608
    return {host: datetime.fromisoformat(at) for host, at in database.execute(query, {"until": until})}


def planned(database: sqlite3.Connection, run: str) -> dict[str, frozenset[str]]:
    """The pairs a run set out to judge: check ids by host id."""
    query = """SELECT hosts.host_id, group_concat(checks.check_id, ' ') FROM planned
        JOIN runs ON runs.id = planned.run
        JOIN host_set_members AS h ON h.host_set = planned.host_set JOIN hosts ON hosts.id = h.host
        JOIN check_set_members AS c ON c.check_set = planned.check_set JOIN checks ON checks.id = c."check"
        WHERE runs.run = ? GROUP BY hosts.id"""
    return {host: frozenset(checks.split()) for host, checks in database.execute(query, (run,))}


def not_asked(database: sqlite3.Connection, run: str) -> int:
    """How many hosts a run planned to visit and did not get to."""
    query = """SELECT count(DISTINCT h.host) FROM runs JOIN planned ON planned.run = runs.id
        JOIN host_set_members AS h ON h.host_set = planned.host_set
        WHERE runs.run = ? AND NOT EXISTS (SELECT 1 FROM visits WHERE visits.run = runs.id AND visits.host = h.host)"""
    return int(database.execute(query, (run,)).fetchone()[0])

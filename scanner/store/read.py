"""Reading the history: runs, what they met and found, and the current state."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime

from scanner.assess.compare import settled
from scanner.model.host import Visit
from scanner.model.run import Assessment, Observed, Run
from scanner.model.status import Change
from scanner.model.verdict import Verdict
from scanner.store.bodies import Bodies

# Of an interval and the assessment `at` it is read for: what Observed is made of.
_OBSERVED = """
    hosts.host_id, checks.check_id, coalesce(visits.observed_at, runs.finished), runs.run,
    (SELECT coalesce(v.observed_at, r.finished) FROM assessments AS a JOIN runs AS r ON r.id = a.run
     LEFT JOIN visits AS v ON v.run = r.id AND v.host = hosts.id WHERE a.id = """
_PLACES = """
    JOIN hosts ON hosts.id = found.host JOIN checks ON checks.id = found."check"
    JOIN assessments ON assessments.id = found.at JOIN runs ON runs.id = assessments.run
    LEFT JOIN visits ON visits.run = runs.id AND visits.host = found.host
    ORDER BY hosts.host_id, checks.check_id"""


def runs(database: sqlite3.Connection, where: str = "", values: tuple[object, ...] = ()) -> list[Run]:
    """Runs, newest first."""
    fields = [name for name in Run.model_fields if name != "id"]
    columns = ", ".join(["run", *(f'"{name}"' for name in fields)])
    query = f"SELECT {columns} FROM runs {where} ORDER BY started DESC, id DESC"  # noqa: S608  # the model's own field names
    rows = (dict(zip(["id", *fields], row, strict=True)) for row in database.execute(query, values))
    return [Run.model_validate({**row, "params": json.loads(row["params"])}) for row in rows]


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


def newest_visits(database: sqlite3.Connection) -> dict[str, Visit]:
    """The newest visit of every host there ever was, by host id."""
    found: dict[str, Visit] = {}
    fields = [name for name in Visit.model_fields if name != "host"]
    columns = ", ".join(["hosts.host_id", *(f"visits.{name}" for name in fields)])
    query = f"""SELECT {columns} FROM hosts JOIN visits ON visits.host = hosts.id AND visits.run = (
            SELECT runs.id FROM runs JOIN visits AS v ON v.run = runs.id WHERE v.host = hosts.id
            ORDER BY runs.started DESC, runs.id DESC LIMIT 1) ORDER BY 1"""  # noqa: S608
    for row in database.execute(query):
        data = dict(zip(["host", *fields], row, strict=True))
        found[data["host"]] = Visit.model_validate(data)
    return found


def last_seen(database: sqlite3.Connection) -> dict[str, datetime]:
    """When each host last answered, wholly or in part, by host id."""
    query = """SELECT hosts.host_id, max(visits.observed_at) FROM visits JOIN hosts ON hosts.id = visits.host
        WHERE visits.state IN ('answered', 'partial') AND visits.observed_at IS NOT NULL GROUP BY hosts.id"""
    return {host: datetime.fromisoformat(at) for host, at in database.execute(query)}


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


def current(database: sqlite3.Connection) -> Iterator[Observed]:
    """Per pair the newest observation; the change of one that the newest run did not look at is `not_scanned`."""
    newest = database.execute("SELECT run FROM runs ORDER BY started DESC, id DESC LIMIT 1").fetchone()
    found = "SELECT *, last AS at FROM findings WHERE current = 1"
    for observed, interval, first in _observed(database, found, ()):
        if observed.run != newest[0]:
            yield observed.model_copy(update={"change": Change.NOT_SCANNED})
        else:
            yield observed if first else _later(observed, interval)


def of_assessment(database: sqlite3.Connection, assessment: int) -> Iterator[Observed]:
    """What one assessment found, with the changes as they were then."""
    found = """
        SELECT findings.*, judged.assessment AS at FROM judged
        JOIN host_set_members AS h ON h.host_set = judged.host_set
        JOIN check_set_members AS c ON c.check_set = judged.check_set
        JOIN findings ON findings.host = h.host AND findings."check" = c."check"
            AND findings.first <= judged.assessment AND findings.last >= judged.assessment
        WHERE judged.assessment = ? AND NOT EXISTS (
            SELECT 1 FROM late_findings AS l
            WHERE l.assessment = judged.assessment AND l.host = h.host AND l."check" = c."check")
        UNION ALL
        SELECT 0, host, "check", verdict, body, assessment, assessment, assessment, 'not_scanned', 0, assessment
        FROM late_findings WHERE assessment = ?"""
    for observed, interval, first in _observed(database, found, (assessment, assessment)):
        yield observed if first else _later(observed, interval)


def _later(observed: Observed, verdict: str) -> Observed:
    """The same finding as in the observation before."""
    return observed.model_copy(update={"change": settled(Verdict(verdict))})


def _observed(
    database: sqlite3.Connection, found: str, values: tuple[object, ...]
) -> Iterator[tuple[Observed, str, bool]]:
    """Each row with its verdict, and whether the interval began with what is read."""
    bodies = Bodies(database)
    query = f"""SELECT {_OBSERVED} found.since), found.verdict, found.body, found.change, found.first = found.at
        FROM ({found}) AS found {_PLACES}"""  # noqa: S608  # made of the constants above
    for host, check, seen, run, since, verdict, body, change, first in database.execute(query, values):
        finding = bodies.finding(body, host, check, verdict, datetime.fromisoformat(seen))
        observed = Observed(finding=finding, run=run, since=datetime.fromisoformat(since), change=Change(change))
        yield observed, verdict, bool(first)

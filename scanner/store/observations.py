"""Reading what was found, check by check, from the history as it stood at one moment."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from scanner.assess.compare import settled
from scanner.model.finding import Finding
from scanner.model.run import Conclusion, Observed
from scanner.model.status import Change
from scanner.model.verdict import Verdict
from scanner.store import database as db
from scanner.store.bodies import Bodies
from scanner.store.errors import explained

# When a host was seen for an assessment. Of most findings that is `:at`, whose times are read once and for all.
_SEEN = """
CASE WHEN f.{0} <> :at THEN (
    SELECT coalesce(visits.observed_at, runs.finished)
    FROM assessments JOIN runs ON runs.id = assessments.run
    LEFT JOIN visits ON visits.run = runs.id AND visits.host = f.host WHERE assessments.id = f.{0}) END"""
# Of an interval what it says, for which assessment it is read, and when that and `since` were.
_CURRENT = f"""
    SELECT f.host, f.verdict, f.body, f.change, f.first = f.last, f.last, {_SEEN.format("last")},
        {_SEEN.format("since")}
    FROM hosts CROSS JOIN findings AS f ON f.host = hosts.id AND f."check" = :check AND f.current = 1"""  # noqa: S608
# The same as it was known when `:at` was the newest assessment. An interval that went on is read for the last of them
# that judged the pair: that of its sets (`seen`), since an assessment of older evidence extends no interval.
_KNOWN = f"""
    SELECT f.host, f.verdict, f.body, f.change, f.first = f.last, f.last, {_SEEN.format("last")},
        {_SEEN.format("since")}
    FROM (
        SELECT g.host, g.verdict, g.body, g.change, g.first, g.since,
            CASE WHEN g.last <= :at THEN g.last ELSE max(g.first, coalesce((
                SELECT seen.assessment FROM temp.seen
                CROSS JOIN check_set_members AS c ON c.check_set = seen.check_set AND c."check" = :check
                CROSS JOIN host_set_members AS h ON h.host_set = seen.host_set AND h.host = g.host
                ORDER BY seen.rowid LIMIT 1), 0)) END AS last
        FROM hosts CROSS JOIN findings AS g ON g.host = hosts.id AND g."check" = :check AND g.first = (
            SELECT max(n.first) FROM findings AS n WHERE n.host = hosts.id AND n."check" = :check AND n.first <= :at)
    ) AS f"""  # noqa: S608
_SEEN_SETS = """
    CREATE TEMP TABLE seen AS SELECT host_set, check_set, max(assessment) AS assessment FROM judged
    WHERE assessment <= :at AND assessment NOT IN (SELECT assessment FROM late_findings)
    GROUP BY host_set, check_set ORDER BY 3 DESC"""
# CROSS JOIN keeps the order: hosts first, then one look into an index for each.
_JUDGED = """
    FROM judged CROSS JOIN check_set_members AS c ON c.check_set = judged.check_set AND c."check" = :check
    CROSS JOIN host_set_members AS h ON h.host_set = judged.host_set"""
_LATE = 'late_findings AS l ON l.assessment = :at AND l.host = h.host AND l."check" = :check'
_THEN = f"""
    SELECT f.host, f.verdict, f.body, f.change, f.first = :at, :at, NULL, {_SEEN.format("since")} {_JUDGED}
    CROSS JOIN findings AS f ON f.host = h.host AND f."check" = :check AND f.first <= :at AND f.last >= :at
    LEFT JOIN {_LATE} WHERE judged.assessment = :at AND l.host IS NULL
    UNION ALL
    SELECT l.host, l.verdict, l.body, 'not_scanned', 1, :at, NULL, NULL {_JUDGED}
    CROSS JOIN {_LATE} WHERE judged.assessment = :at"""


class Observations:
    """What one assessment found, or what is known now, from the history as it stood when this was made.

    It can be gone through again and again and stays the same, whatever is saved meanwhile and although the history is
    closed: a connection of its own reads one state of the file until nothing refers to this any more.
    """

    def __init__(self, path: Path, assessment: int | None = None, *, known: bool = False) -> None:
        """assessment: its number; None for the current state. StoreError when the file cannot be read.

        known: not what that assessment found but what was known after it, of every pair.
        """
        self._path, self._current = path, assessment is None or known
        self._query = (_KNOWN if known else _THEN) if assessment is not None else _CURRENT
        with explained(path):
            self._database = sqlite3.connect(path, timeout=db.BUSY_SECONDS, isolation_level=None)
            weakref.finalize(self, self._database.close)
            self._database.execute(db.CACHE)
            self._database.execute("BEGIN")
            if known:
                self._database.execute(_SEEN_SETS, {"at": assessment})
            self._database.execute("PRAGMA query_only = ON")
            until = assessment if known else None
            newest = self._database.execute(_NEWEST, (until, until)).fetchone()
            self._newest = newest[0] if newest else None
            self._runs = dict(self._database.execute(_RUNS))
            self._at = max(self._runs, default=0) if assessment is None else assessment
            self._seen = {
                host: datetime.fromisoformat(seen) for host, seen in self._database.execute(_TIMES, (self._at,))
            }
            self._hosts = dict(self._database.execute("SELECT id, host_id FROM hosts"))
            self._checks = dict(self._database.execute("SELECT check_id, id FROM checks ORDER BY check_id"))

    def __iter__(self) -> Iterator[Observed]:
        return (observed for check in self._checks for observed in self.of(check))

    def of(self, check: str) -> list[Observed]:
        """What was observed of one check, by host id."""
        number = self._checks.get(check)
        if number is None:
            return []
        said: dict[tuple[int, str], Conclusion] = {}
        bodies = Bodies(self._database)
        found = []
        with explained(self._path):
            rows = self._database.execute(self._query, {"check": number, "at": self._at}).fetchall()
            for host, verdict, body, change, first, at, seen, began in rows:
                name = self._hosts[host]
                observed_at, since = (
                    datetime.fromisoformat(each) if each else self._seen[host] for each in (seen, began)
                )
                told = said.get((body, verdict))
                if told is None:
                    read = partial(self._whole, bodies, body, name, check, verdict, observed_at)
                    told = said[body, verdict] = Conclusion(check, Verdict(verdict), *bodies.kind(body), read)
                changed = _CHANGES[change] if first else settled(told.verdict)
                run = self._runs[at]
                if self._current and run != self._newest:
                    changed = Change.NOT_SCANNED
                found.append(Observed(name, told, observed_at, run, since, changed))
        return sorted(found, key=lambda observed: observed.host)

    def _whole(self, bodies: Bodies, body: int, host: str, check: str, verdict: str, observed_at: datetime) -> Finding:
        with explained(self._path):
            return bodies.finding(body, host, check, verdict, observed_at)


_RUNS = "SELECT assessments.id, runs.run FROM assessments JOIN runs ON runs.id = assessments.run"
_NEWEST = """
    SELECT run FROM runs WHERE ? IS NULL OR id IN (SELECT run FROM assessments WHERE id <= ?)
    ORDER BY started DESC, id DESC LIMIT 1"""
_TIMES = """
    SELECT hosts.id, coalesce(visits.observed_at, runs.finished)
    FROM assessments JOIN runs ON runs.id = assessments.run CROSS JOIN hosts
    LEFT JOIN visits ON visits.run = runs.id AND visits.host = hosts.id WHERE assessments.id = ?"""
_CHANGES = {change.value: change for change in Change}

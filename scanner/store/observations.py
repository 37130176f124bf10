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

# Columns of `found`: an interval, and the assessment `at` it is read for. The rest is when it was seen and since when.
_SHOWN = """
SELECT found.host, found.verdict, found.body, found.change, found.first = found.at, runs.run,
    coalesce(visits.observed_at, runs.finished), coalesce(began.observed_at, began_in.finished)
FROM found
CROSS JOIN assessments ON assessments.id = found.at CROSS JOIN runs ON runs.id = assessments.run
LEFT JOIN visits ON visits.run = runs.id AND visits.host = found.host
CROSS JOIN assessments AS a ON a.id = found.since CROSS JOIN runs AS began_in ON began_in.id = a.run
LEFT JOIN visits AS began ON began.run = began_in.id AND began.host = found.host"""
_COLUMNS = "f.host, f.verdict, f.body, f.change, f.first, f.since"
# CROSS JOIN keeps the order: hosts first, then one look into an index for each.
_CURRENT = f"""
WITH found AS (
    SELECT {_COLUMNS}, f.last AS at FROM hosts
    CROSS JOIN findings AS f ON f.host = hosts.id AND f."check" = :check AND f.current = 1){_SHOWN}"""  # noqa: S608  # made of constants
_JUDGED = """
    FROM judged CROSS JOIN check_set_members AS c ON c.check_set = judged.check_set AND c."check" = :check
    CROSS JOIN host_set_members AS h ON h.host_set = judged.host_set"""
_LATE = 'late_findings AS l ON l.assessment = :at AND l.host = h.host AND l."check" = :check'
_THEN = f"""
WITH found AS (
    SELECT {_COLUMNS}, :at AS at {_JUDGED}
    CROSS JOIN findings AS f ON f.host = h.host AND f."check" = :check AND f.first <= :at AND f.last >= :at
    LEFT JOIN {_LATE} WHERE judged.assessment = :at AND l.host IS NULL
    UNION ALL
    SELECT l.host, l.verdict, l.body, 'not_scanned', :at, :at, :at {_JUDGED}
    CROSS JOIN {_LATE} WHERE judged.assessment = :at){_SHOWN}"""


class Observations:
    """What one assessment found, or what is known now, from the history as it stood when this was made.

    It can be gone through again and again and stays the same, whatever is saved meanwhile and although the history is
    closed: a connection of its own reads one state of the file until nothing refers to this any more.
    """

    def __init__(self, path: Path, assessment: int | None = None) -> None:
        """assessment: its number; None for the current state. StoreError when the file cannot be read."""
        self._path, self._assessment = path, assessment
        with explained(path):
            self._database = sqlite3.connect(path, timeout=db.BUSY_SECONDS, isolation_level=None)
            weakref.finalize(self, self._database.close)
            self._database.execute("PRAGMA query_only = ON")
            self._database.execute("BEGIN")
            newest = self._database.execute("SELECT run FROM runs ORDER BY started DESC, id DESC LIMIT 1").fetchone()
            self._newest = newest[0] if newest else None
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
            query = _CURRENT if self._assessment is None else _THEN
            for host, verdict, body, change, first, run, seen, since in self._database.execute(
                query, {"check": number, "at": self._assessment}
            ).fetchall():
                observed_at = datetime.fromisoformat(seen)
                told = said.get((body, verdict))
                if told is None:
                    read = partial(self._whole, bodies, body, self._hosts[host], check, verdict, observed_at)
                    told = said[body, verdict] = Conclusion(check, Verdict(verdict), *bodies.kind(body), read)
                changed = _CHANGES[change] if first else settled(told.verdict)
                if self._assessment is None and run != self._newest:
                    changed = Change.NOT_SCANNED
                began = datetime.fromisoformat(since)
                found.append(Observed(self._hosts[host], told, observed_at, run, began, changed))
        return sorted(found, key=lambda observed: observed.host)

    def _whole(self, bodies: Bodies, body: int, host: str, check: str, verdict: str, observed_at: datetime) -> Finding:
        with explained(self._path):
            return bodies.finding(body, host, check, verdict, observed_at)


_CHANGES = {change.value: change for change in Change}

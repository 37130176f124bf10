"""Writing a run or a later assessment of one: everything in one transaction, host by host."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from scanner.assess.compare import Past, change
from scanner.model.finding import Finding
from scanner.model.host import Visit
from scanner.model.report import MeasureInfo
from scanner.model.run import Run
from scanner.model.verdict import Verdict
from scanner.store.bodies import Bodies, body_of, keep
from scanner.store.identity import Numbers
from scanner.store.proof import digest, line


class _Open(NamedTuple):
    """The newest interval of a pair: its row, and the run that saw it last."""

    row: int
    verdict: str
    body: int
    digest: bytes
    since: int
    change: str
    started: str
    run: int


class FindingWriter:
    """Writes the findings of one assessment into the intervals of their pairs."""

    def __init__(self, database: sqlite3.Connection, numbers: Numbers, assessment: int, run: int, started: str) -> None:
        self._database, self._numbers, self._assessment = database, numbers, assessment
        self._order = (started, run)
        self._bodies = Bodies(database)
        self.counts: Counter[tuple[str, str]] = Counter()
        self.judged: dict[int, frozenset[int]] = {}
        self.digests: dict[int, str] = {}
        """Of all that was found on a host, for the manifest; by the host's number."""
        self._sets: dict[frozenset[int], frozenset[int]] = {}

    def add(self, host: int, findings: Sequence[Finding]) -> None:
        """All findings of one host. Those of older evidence than what is known already are kept beside."""
        if host in self.judged:
            raise ValueError(f"the host with the number {host} is told of twice")
        before = self._open(host)
        extended: list[tuple[int, int]] = []
        judged: set[int] = set()
        lines: list[tuple[int, str]] = []
        for finding in findings:
            check = self._numbers.checks[finding.check]
            if check in judged:
                raise ValueError(f"two findings of {finding.check} on {finding.host}")
            judged.add(check)
            self.counts[finding.verdict.value, finding.severity.value] += 1
            body = body_of(finding)
            old = before.get(check)
            since: int | str
            if old and (old.started, old.run) > self._order:
                row = (self._assessment, host, check, finding.verdict.value, keep(self._database, body))
                self._database.execute("INSERT INTO late_findings VALUES (?, ?, ?, ?, ?)", row)
                since, changed = "", ""
            elif old and (old.verdict, old.digest) == (finding.verdict.value, body.digest):
                extended.append((self._assessment, old.row))
                since, changed = old.since, old.change
            else:
                since, changed = self._begin(host, check, finding, keep(self._database, body), old)
            lines.append((check, line(check, finding.verdict.value, body.digest, since, changed)))
        self._database.executemany("UPDATE findings SET last = ? WHERE id = ?", extended)
        self.digests[host] = digest(lines)
        same = frozenset(judged)
        self.judged[host] = self._sets.setdefault(same, same)

    def finish(self) -> None:
        """Write the counts that `trend` is made of."""
        rows = ((self._assessment, *key, number) for key, number in self.counts.items())
        self._database.executemany("INSERT INTO counts VALUES (?, ?, ?, ?)", rows)

    def _open(self, host: int) -> dict[int, _Open]:
        query = """
            SELECT findings."check", findings.id, verdict, body, digest, since, change, runs.started, runs.id
            FROM findings JOIN bodies ON bodies.id = body
            JOIN assessments ON assessments.id = last JOIN runs ON runs.id = assessments.run
            WHERE host = ? AND current = 1"""
        return {row[0]: _Open(*row[1:]) for row in self._database.execute(query, (host,))}

    def _begin(self, host: int, check: int, finding: Finding, body: int, old: _Open | None) -> tuple[int, str]:
        """Begin an interval; gives its `since` and its change."""
        since = self._assessment
        past = None
        if old:
            past = self._past(host, check, finding, old)
            since = old.since if old.verdict == finding.verdict.value else since
            self._database.execute("UPDATE findings SET current = 0 WHERE id = ?", (old.row,))
        changed = change(finding, past).value
        self._database.execute(
            'INSERT INTO findings (host, "check", verdict, body, first, last, since, change, current)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)",
            (
                host,
                check,
                finding.verdict.value,
                body,
                self._assessment,
                self._assessment,
                since,
                changed,
            ),
        )
        return since, changed

    def _past(self, host: int, check: int, now: Finding, old: _Open) -> Past:
        def earlier(body: int, verdict: str) -> Finding:
            return self._bodies.finding(body, now.host, now.check, verdict, now.observed_at)

        pair = 'FROM findings WHERE host = ? AND "check" = ?'
        conclusive: tuple[int, str] | None = (old.body, old.verdict)
        if old.verdict == Verdict.ERROR.value:
            query = f"SELECT body, verdict {pair} AND verdict <> 'error' ORDER BY first DESC LIMIT 1"
            conclusive = self._database.execute(query, (host, check)).fetchone()
        failed = self._database.execute(f"SELECT EXISTS (SELECT 1 {pair} AND verdict = 'fail')", (host, check))
        return Past(
            previous=earlier(old.body, old.verdict),
            conclusive=earlier(*conclusive) if conclusive else None,
            failed=bool(failed.fetchone()[0]),
        )


def insert_run(database: sqlite3.Connection, run: Run) -> int:
    """The run's number, after adding it."""
    row = run.model_dump()
    row |= {name: json.dumps(row[name], sort_keys=True) for name in ("params", "asked")}
    row |= {"run": row.pop("id"), "started": stamp(run.started), "finished": stamp(run.finished)}
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join(f":{name}" for name in row)
    return database.execute(f"INSERT INTO runs ({names}) VALUES ({marks})", row).lastrowid or 0  # noqa: S608  # the model's own field names


def insert_assessment(
    database: sqlite3.Connection, run: int, made: datetime, content: str, catalogue: str, version: str
) -> int:
    """The assessment's number, after adding it."""
    query = "INSERT INTO assessments (run, made, content_sha256, catalogue_sha256, version) VALUES (?, ?, ?, ?, ?)"
    return database.execute(query, (run, stamp(made), content, catalogue, version)).lastrowid or 0


def insert_visit(database: sqlite3.Connection, run: int, host: int, visit: Visit) -> None:
    """How it went with one host."""
    row = visit.model_dump(mode="json", exclude={"host"})
    row |= {"run": run, "number": host, "observed_at": stamp(visit.observed_at) if visit.observed_at else None}
    database.execute(
        "INSERT INTO visits VALUES (:run, :number, :state, :cause, :detail, :escalated, :seconds, :observed_at,"
        " :evidence_sha256, :evidence_bytes, :system, :name)",
        row,
    )


def insert_measures(database: sqlite3.Connection, assessment: int, measures: Iterable[MeasureInfo]) -> None:
    """The statuses of measures after an assessment: extends what is the same, begins what is new, ends what is gone."""
    query = "SELECT target, measure, id, status, passed, total FROM measures WHERE current = 1"
    before = {(row[0], row[1]): (row[2], row[3:]) for row in database.execute(query)}
    for each in measures:
        row, said = before.pop((each.target, each.code), (None, ()))
        now = (each.status.value, each.passed, each.total)
        if now == said:
            database.execute("UPDATE measures SET last = ? WHERE id = ?", (assessment, row))
            continue
        database.execute("UPDATE measures SET current = 0 WHERE id = ?", (row,))
        database.execute(
            "INSERT INTO measures (target, measure, status, passed, total, first, last, current)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
            (each.target, each.code, *now, assessment, assessment),
        )
    database.executemany("UPDATE measures SET current = 0 WHERE id = ?", ((row,) for row, _ in before.values()))


def stamp(moment: datetime) -> str:
    """A time as the database keeps it: UTC, always of the same length, sorts as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")

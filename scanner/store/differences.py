"""Two assessments side by side: only pairs whose interval ended in between, or that one of them left out, are read."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from scanner.model.finding import Finding
from scanner.model.verdict import Verdict
from scanner.store.bodies import Bodies

_Pair = tuple[int, int]
_NEVER = datetime.min.replace(tzinfo=UTC)


class Difference(NamedTuple):
    """A pair (host id, check id) of which two assessments say different things; None where one did not judge it."""

    host: str
    check: str
    before: Finding | None
    after: Finding | None


def counted(database: sqlite3.Connection, assessment: int) -> Counter[Verdict]:
    """How many findings of each verdict an assessment made."""
    query = "SELECT verdict, sum(findings) FROM counts WHERE assessment = ? GROUP BY verdict"
    return Counter({Verdict(verdict): number for verdict, number in database.execute(query, (assessment,))})


def differences(database: sqlite3.Connection, old: int, new: int) -> Iterator[Difference]:
    """All pairs that differ, by host id and check id. When a finding was observed is not part of what it says."""
    hosts = dict(database.execute("SELECT id, host_id FROM hosts"))
    checks = dict(database.execute("SELECT id, check_id FROM checks"))
    judged = [_judged(database, assessment) for assessment in (old, new)]
    suspect = _left_out(*judged) | _ended_between(database, min(old, new), max(old, new)) | _late(database, old, new)
    bodies = Bodies(database)
    for host, check in sorted(suspect, key=lambda pair: (hosts[pair[0]], checks[pair[1]])):
        before, after = (
            _found(database, assessment, host, check) if check in of.get(host, ()) else None
            for assessment, of in zip((old, new), judged, strict=True)
        )
        if before != after:
            names = hosts[host], checks[check]
            yield Difference(*names, *(each and _whole(bodies, *each, *names) for each in (before, after)))


def _judged(database: sqlite3.Connection, assessment: int) -> dict[int, frozenset[int]]:
    """The pairs an assessment judged: checks by host; hosts with the same checks share one set."""
    of: dict[int, frozenset[int]] = {}
    members = 'SELECT "check" FROM check_set_members WHERE check_set = ?'
    for host_set, check_set in database.execute(
        "SELECT host_set, check_set FROM judged WHERE assessment = ?", (assessment,)
    ).fetchall():
        checks = frozenset(check for (check,) in database.execute(members, (check_set,)))
        for (host,) in database.execute("SELECT host FROM host_set_members WHERE host_set = ?", (host_set,)):
            of[host] = of[host] | checks if host in of else checks
    return of


def _left_out(old: Mapping[int, frozenset[int]], new: Mapping[int, frozenset[int]]) -> set[_Pair]:
    """Pairs that only one of the two judged."""
    nothing: frozenset[int] = frozenset()
    return {
        (host, check) for host in old.keys() | new.keys() for check in old.get(host, nothing) ^ new.get(host, nothing)
    }


def _ended_between(database: sqlite3.Connection, early: int, late: int) -> set[_Pair]:
    """Pairs that something else may be true of at the end: the interval of the beginning does not reach so far."""
    query = 'SELECT host, "check" FROM findings WHERE last >= :early AND last < :late AND first <= :early'
    return set(database.execute(query, {"early": early, "late": late}))


def _late(database: sqlite3.Connection, *assessments: int) -> set[_Pair]:
    """Pairs that have a finding beside their intervals."""
    query = 'SELECT host, "check" FROM late_findings WHERE assessment IN (?, ?)'
    return set(database.execute(query, assessments))


def _found(database: sqlite3.Connection, assessment: int, host: int, check: int) -> tuple[int, str] | None:
    """The body and the verdict an assessment gave a pair."""
    query = """
        SELECT body, verdict FROM late_findings WHERE assessment = :at AND host = :host AND "check" = :check
        UNION ALL
        SELECT body, verdict FROM findings WHERE host = :host AND "check" = :check AND first <= :at AND last >= :at
        LIMIT 1"""
    found = database.execute(query, {"at": assessment, "host": host, "check": check}).fetchone()
    return (int(found[0]), str(found[1])) if found else None


def _whole(bodies: Bodies, body: int, verdict: str, host: str, check: str) -> Finding:
    return bodies.finding(body, host, check, verdict, _NEVER)

"""Digests of what each assessment found on each host, computed again from the intervals of the history.

One pass over each host's intervals gives the digests of all assessments, so that a year is proven in about the time
of reading it once.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple


class Proven(NamedTuple):
    """What the history holds of one host: digests by assessment, and what contradicts itself (assessment, what)."""

    digests: dict[int, str]
    faults: list[tuple[int, str]]


class _Row(NamedTuple):
    check: int
    first: int
    last: int
    current: int
    line: str


def line(check: int, verdict: str, body: bytes, since: int | str, change: str) -> str:
    """One finding as it enters the digest: format 1."""
    return f"{check}\t{verdict}\t{body.hex()}\t{since}\t{change}\n"


def digest(lines: Iterable[tuple[int, str]]) -> str:
    """Of all findings on a host: (number of the check, line)."""
    return hashlib.sha256("".join(each for _, each in sorted(lines)).encode()).hexdigest()


def findings_digests(database: sqlite3.Connection, assessments: Collection[int]) -> Iterator[tuple[int, Proven]]:
    """Host by host, by its number. Only these assessments are computed."""
    bodies = dict(database.execute("SELECT id, digest FROM bodies"))
    judged = _judged(database)
    wanted = sorted(assessments)
    there = {number for (number,) in database.execute("SELECT id FROM assessments")}
    for (host,) in database.execute("SELECT id FROM hosts ORDER BY id").fetchall():
        query = 'SELECT "check", verdict, body, since, change, first, last, current FROM findings WHERE host = ?'
        rows = [
            _Row(check, first, last, current, line(check, verdict, bodies.get(body, b""), since, change))
            for check, verdict, body, since, change, first, last, current in database.execute(query, (host,))
        ]
        query = 'SELECT assessment, "check", verdict, body FROM late_findings WHERE host = ?'
        late: defaultdict[int, dict[int, str]] = defaultdict(dict)
        for at, check, verdict, body in database.execute(query, (host,)):
            late[at][check] = line(check, verdict, bodies.get(body, b""), "", "")
        yield host, _proven(rows, late, judged.get(host, {}), wanted, there)


def _proven(
    rows: list[_Row],
    late: dict[int, dict[int, str]],
    judged: dict[int, frozenset[int]],
    wanted: list[int],
    there: Collection[int],
) -> Proven:
    rows.sort(key=lambda row: (row.check, row.first))
    faults = []
    for row, after in zip_longest(rows, rows[1:]):
        newest = after is None or after.check != row.check
        if row.current != int(newest):
            faults.append((row.last, f"which finding of check {row.check} is the current one was changed"))
        if after and not newest and after.first <= row.last:
            faults.append((after.first, f"a finding of check {row.check} was added or stretched"))
    rows.sort(key=lambda row: row.first)
    for row in rows:
        for at, other in ((row.first, row.last), (row.last, row.first)):
            if row.check not in judged.get(at, ()):
                place = at if at in there else other
                faults.append((place, f"a finding of check {row.check} stands where it was not judged"))
    faults += [
        (at, f"a finding of check {check} stands where it was not judged")
        for at, found in late.items()
        for check in found
        if check not in judged.get(at, ())
    ]
    digests: dict[int, str] = {}
    active: dict[int, _Row] = {}
    begun = 0
    for at in wanted:
        while begun < len(rows) and rows[begun].first <= at:
            active[rows[begun].check] = rows[begun]
            begun += 1
        if at not in judged:
            continue
        beside = late.get(at, {})
        lines = []
        for check in judged[at]:
            row_then = active.get(check)
            if check in beside:
                lines.append((check, beside[check]))
            elif row_then and row_then.last >= at:
                lines.append((check, row_then.line))
        digests[at] = digest(lines)
    return Proven(digests, list(dict.fromkeys(faults)))


def _judged(database: sqlite3.Connection) -> dict[int, dict[int, frozenset[int]]]:
    """The checks each assessment judged on a host: by host, then by assessment. Sets are shared."""
    members: defaultdict[int, set[int]] = defaultdict(set)
    for number, check in database.execute('SELECT check_set, "check" FROM check_set_members'):
        members[number].add(check)
    sets = {number: frozenset(checks) for number, checks in members.items()}
    hosts: defaultdict[int, list[int]] = defaultdict(list)
    for number, host in database.execute("SELECT host_set, host FROM host_set_members"):
        hosts[number].append(host)
    found: defaultdict[int, dict[int, frozenset[int]]] = defaultdict(dict)
    for at, host_set, check_set in database.execute("SELECT assessment, host_set, check_set FROM judged"):
        for host in hosts[host_set]:
            checks = sets.get(check_set, frozenset())
            found[host][at] = found[host][at] | checks if at in found[host] else checks
    return found

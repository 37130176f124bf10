"""Sets of (host, check) pairs, kept as host set × check set, each set once."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping


def keep(
    database: sqlite3.Connection, table: str, column: str, owner: int, pairs: Mapping[int, Collection[int]]
) -> None:
    """Write which pairs a run planned or an assessment judged. pairs: numbers of checks by number of host."""
    for hosts, checks in rectangles(pairs):
        row = (owner, _set(database, "host", hosts), _set(database, "check", checks))
        database.execute(f"INSERT INTO {table} ({column}, host_set, check_set) VALUES (?, ?, ?)", row)  # noqa: S608  # our own names


def rectangles(pairs: Mapping[int, Collection[int]]) -> Iterable[tuple[frozenset[int], frozenset[int]]]:
    """The pairs as few products of hosts and checks as there are different sets of checks."""
    sharing: defaultdict[frozenset[int], set[int]] = defaultdict(set)
    for host, checks in pairs.items():
        if checks:
            sharing[frozenset(checks)].add(host)
    return [(frozenset(hosts), checks) for checks, hosts in sharing.items()]


def _set(database: sqlite3.Connection, kind: str, members: frozenset[int]) -> int:
    ordered = sorted(members)
    digest = hashlib.sha256(",".join(map(str, ordered)).encode()).hexdigest()
    query = f"SELECT id FROM {kind}_sets WHERE digest = ?"  # noqa: S608  # our own names
    found = database.execute(query, (digest,)).fetchone()
    if found:
        return int(found[0])
    number = database.execute(f"INSERT INTO {kind}_sets (digest) VALUES (?)", (digest,)).lastrowid or 0  # noqa: S608
    rows = ((number, member) for member in ordered)
    database.executemany(f'INSERT INTO {kind}_set_members ({kind}_set, "{kind}") VALUES (?, ?)', rows)  # noqa: S608
    return number

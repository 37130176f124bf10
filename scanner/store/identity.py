"""Numbers of hosts and checks. A renamed one keeps its number, and with it its history."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence

from scanner.model.host import Host


class Numbers:
    """The numbers of the hosts and checks that one run is about."""

    def __init__(
        self, database: sqlite3.Connection, hosts: Sequence[Host], checks: Mapping[str, Sequence[str]]
    ) -> None:
        """checks: what each was named before, by check id."""
        self._database = database
        present = {host.host_id for host in hosts}
        self.hosts = {host.host_id: self._host(host, present) for host in hosts}
        self.checks = {check: self._check(check, former, checks) for check, former in checks.items()}

    def pairs(self, ids: Mapping[str, Collection[str]]) -> dict[int, frozenset[int]]:
        """Numbers of checks by number of host, from ids; hosts with the same checks share one set."""
        sets: dict[frozenset[str], frozenset[int]] = {}
        found = {}
        for host, checks in ids.items():
            same = frozenset(checks)
            if same not in sets:
                sets[same] = frozenset(self.checks[check] for check in same)
            found[self.hosts[host]] = sets[same]
        return found

    def _host(self, host: Host, present: Collection[str]) -> int:
        number = self._number("hosts", "host_id", host.host_id)
        for former in host.former_names:
            old = None if former in present else self._number("hosts", "host_id", former)
            if old is not None and number is None:
                number = old
            elif old is not None and number is not None:
                self._merge(old, number)
        if number is None:
            query = "INSERT INTO hosts (host_id, name) VALUES (?, ?)"
            number = self._database.execute(query, (host.host_id, host.name)).lastrowid or 0
        else:
            self._database.execute(
                "UPDATE hosts SET host_id = ?, name = ? WHERE id = ? AND (host_id, name) <> (?, ?)",
                (host.host_id, host.name, number, host.host_id, host.name),
            )
        for former in host.former_names:
            self._database.execute("INSERT OR REPLACE INTO former_hosts VALUES (?, ?)", (former, number))
        return number

    def _merge(self, old: int, new: int) -> None:
        """Give a host the history of its former name, where that ended before its own began; else leave both alone.

        So it goes when a renamed host was scanned before anybody wrote down what it was called.
        """
        apart = """
            SELECT NOT EXISTS (
                SELECT 1 FROM visits AS a JOIN visits AS b ON b.run = a.run WHERE a.host = :old AND b.host = :new)
            AND ifnull((SELECT max(last) FROM findings WHERE host = :old), 0)
              < ifnull((SELECT min(first) FROM findings WHERE host = :new), 1)"""
        pair = {"old": old, "new": new}
        if not self._database.execute(apart, pair).fetchone()[0]:
            return
        self._database.execute(
            """UPDATE findings SET current = 0 WHERE host = :old AND current = 1
               AND "check" IN (SELECT "check" FROM findings WHERE host = :new)""",
            pair,
        )
        for table in ("visits", "findings", "late_findings", "host_set_members", "former_hosts"):
            self._database.execute(f"UPDATE OR IGNORE {table} SET host = :new WHERE host = :old", pair)  # noqa: S608  # our own names
        self._database.execute("DELETE FROM host_set_members WHERE host = :old", pair)
        self._database.execute("DELETE FROM hosts WHERE id = :old", pair)

    def _check(self, check: str, formers: Sequence[str], present: Collection[str]) -> int:
        number = self._number("checks", "check_id", check)
        for former in formers if number is None else ():
            if former not in present and (number := self._number("checks", "check_id", former)) is not None:
                self._database.execute("UPDATE checks SET check_id = ? WHERE id = ?", (check, number))
                break
        if number is None:
            number = self._database.execute("INSERT INTO checks (check_id) VALUES (?)", (check,)).lastrowid or 0
        for former in formers:
            self._database.execute("INSERT OR REPLACE INTO former_checks VALUES (?, ?)", (former, number))
        return number

    def _number(self, table: str, column: str, value: str) -> int | None:
        found = self._database.execute(f"SELECT id FROM {table} WHERE {column} = ?", (value,)).fetchone()  # noqa: S608  # our own names
        return int(found[0]) if found else None

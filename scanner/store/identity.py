"""Numbers of hosts and checks. A renamed one keeps its number, and with it its history."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

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

    def _host(self, host: Host, present: Iterable[str]) -> int:
        number = self._number("hosts", "host_id", host.host_id)
        for former in host.former_names if number is None else ():
            if former not in present and (number := self._number("hosts", "host_id", former)) is not None:
                break
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

    def _check(self, check: str, formers: Sequence[str], present: Iterable[str]) -> int:
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

"""What the history says now of the runs, against what their manifests recorded."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from typing import Any

from scanner.model.manifest import Manifest, Tombstone
from scanner.model.run import Asked, Assessment
from scanner.store import read
from scanner.store.errors import StoreError
from scanner.store.manifest import checks_of, counts_of, visit_digests
from scanner.store.write import stamp


class Record:
    """The history as it stands, for comparing. Names that changed since are followed where the history tells of it."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        try:
            runs = reversed(read.runs(database))
            self.runs: dict[str, dict[str, Any]] = {each.id: each.model_dump(mode="json") for each in runs}
            """Records by run, oldest first."""
            assessments = (each for run in self.runs for each in read.assessments(database, run))
            self._assessments: dict[int, Assessment] = {each.id: each for each in assessments}
        except ValueError as error:  # pydantic's errors and JSON's
            message = f"the record of a run or an assessment was changed so that it cannot be read: {error}"
            raise StoreError(message, todo="restore the history from a backup") from error
        self.run_of = {number: each.run for number, each in self._assessments.items()}
        self.tombstones = {
            run: (at, by, reason)
            for run, at, by, reason in database.execute(
                "SELECT runs.run, pruned, pruned_by, reason FROM tombstones JOIN runs ON runs.id = tombstones.run"
            )
        }
        self._hosts = dict(database.execute("SELECT id, host_id FROM hosts"))
        self._former_hosts = dict(database.execute("SELECT former, host FROM former_hosts"))
        self._checks = dict(database.execute("SELECT id, check_id FROM checks"))
        self._former_checks = dict(database.execute('SELECT former, "check" FROM former_checks'))

    def host(self, number: int) -> str:
        """What a host is called now."""
        return str(self._hosts.get(number, f"host {number}"))

    def named(self, text: str) -> str:
        """The text with checks by name instead of by number."""
        return re.sub(r"\bcheck (\d+)\b", lambda found: str(self._checks.get(int(found[1]), found[0])), text)

    def number(self, name: str, number: int) -> int:
        """The number of a host that a manifest knows by this one; another where it was merged into the host's next."""
        return number if number in self._hosts else self._former_hosts.get(name, number)

    def names(self, run: str) -> dict[str, str]:
        """The digests of a run's evidence by the names the inventory had for the hosts then."""
        query = """SELECT visits.name, host_id, evidence_sha256 FROM visits JOIN hosts ON hosts.id = visits.host
            JOIN runs ON runs.id = visits.run WHERE runs.run = ? AND evidence_sha256 IS NOT NULL"""
        return {name or host: sha256 for name, host, sha256 in self._database.execute(query, (run,))}

    def faults(self, manifest: Manifest) -> Iterator[str]:
        """What the history no longer says as the manifest does, apart from findings."""
        made = manifest.assessment
        now = self._assessments.get(made.id)
        if now is None:
            yield f"assessment {made.id} is gone from the history"
            return
        said = [name for name in Assessment.model_fields if getattr(now, name) != getattr(made, name)]
        if said:
            yield f"the record of assessment {made.id} was changed: {', '.join(said)}"
        if manifest.run is not None:
            yield from self._run_faults(manifest, manifest.run)
        yield from self._check_faults(manifest)
        if counts_of(self._database, made.id) != manifest.counts:
            yield f"how many findings assessment {made.id} counts was changed"

    def renamed(self, manifest: Manifest) -> Iterator[str]:
        """Hosts and checks that are called something else now."""
        for entry in manifest.hosts:
            now = self.host(self.number(entry.host, entry.number))
            if now != entry.host and self._was(entry.host, entry.number):
                yield f"{entry.host} is called {now} now"
        for number, check in manifest.checks.items():
            if (name := self._checks.get(number)) not in (check, None) and self._former_checks.get(check) == number:
                yield f"{check} is called {name} now"

    def tombstone_faults(self, stone: Tombstone) -> Iterator[str]:
        """What the history says of removed evidence and its tombstone does not."""
        if self.tombstones.get(stone.pruned) != (stamp(stone.at), stone.by, stone.reason):
            yield "who removed the evidence, when or why was changed in the history"

    def _run_faults(self, manifest: Manifest, record: dict[str, Any]) -> Iterator[str]:
        run = manifest.assessment.run
        now = self.runs[run]
        if isinstance(asked := record.get("asked"), dict):  # a record of before has not all there is now
            record = {**record, "asked": {**Asked().model_dump(mode="json"), **asked}}
        if said := [name for name, value in record.items() if now.get(name) != value]:
            yield f"the record of the run was changed: {', '.join(said)}"
        visits = visit_digests(self._database, run)
        for entry in manifest.hosts:
            visit = visits.pop(self.number(entry.host, entry.number), None)
            if entry.visit is not None and visit is None:
                yield f"the visit of {entry.host} is gone from the history"
            elif entry.visit is not None and visit and visit["visit"] != entry.visit:
                yield f"the record of the visit of {entry.host} was changed"
            if self.host(entry.number) != entry.host and not self._was(entry.host, entry.number):
                yield f"{entry.host} was given another name in the history: {self.host(entry.number)}"
        yield from (f"a visit of {self.host(number)} was added" for number in visits)

    def _check_faults(self, manifest: Manifest) -> Iterator[str]:
        judged = checks_of(self._database, manifest.assessment.id)
        for number, name in manifest.checks.items():
            now = judged.pop(number, None)
            if now is None:
                yield f"the findings of {name} are gone from assessment {manifest.assessment.id}"
            elif now != name and (self._former_checks.get(name) != number or name in self._checks.values()):
                yield f"{name} was given another name in the history: {now}"
        yield from (f"{name} was added to assessment {manifest.assessment.id}" for name in judged.values())

    def _was(self, name: str, number: int) -> bool:
        """Whether the history tells that the host of this number had this name."""
        return self._former_hosts.get(name) == self.number(name, number)

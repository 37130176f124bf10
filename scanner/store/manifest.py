"""Manifests as they are made: what the history says of an assessment, written to a file and chained to the last.

The file is written before the history commits, under a name that says so, and gets its own name afterwards. Whatever
moment the process is killed at, what lies there tells what happened: a pending file without a row in `chain` belongs
to a run that was never saved; with a row it is the manifest.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from scanner.model.manifest import FILE, TOMBSTONE, HostEntry, Manifest, Tombstone, file_of
from scanner.store import read
from scanner.store.errors import StoreError
from scanner.store.proof import findings_digests

PENDING = ".pending"
NOTHING = hashlib.sha256().hexdigest()
"""The digest of a host on which nothing was found."""
LEFT = ".part"
"""What is in the name of evidence that was being written when its process was killed."""
EVIDENCE = "evidence"
VISIT = "state cause detail escalated seconds observed_at evidence_sha256 evidence_bytes system name"
"""The columns of a visit that format 1 of a manifest covers, in this order."""


class Link(NamedTuple):
    """One row of the table `chain`."""

    number: int
    run: str
    assessment: int | None
    own: bool
    """Whether it is of the run's own assessment."""
    sha256: str

    @property
    def file(self) -> str:
        """Its file's name in the run's folder."""
        return TOMBSTONE if self.assessment is None else file_of(self.assessment, self.own)

    def __str__(self) -> str:
        return f"{self.run}/{self.file}"


def links(database: sqlite3.Connection) -> list[Link]:
    """The whole chain, oldest first. It is in the order of writing, which a clock set back does not change."""
    query = """
        SELECT chain.number, runs.run, assessment, assessment = (SELECT min(id) FROM assessments AS a
        WHERE a.run = runs.id), sha256 FROM chain JOIN runs ON runs.id = chain.run ORDER BY chain.number"""
    return [Link(number, run, at, bool(own), sha256) for number, run, at, own, sha256 in database.execute(query)]


class Chain:
    """Adds to the chain inside one transaction of the history; `settle` when it is committed."""

    def __init__(self, database: sqlite3.Connection, runs: Path) -> None:
        """runs: the folder that holds one folder for each run. Make it before the history gets its next assessment."""
        self._database, self._runs = database, runs
        self._written: list[Path] = []
        found = links(database)
        self._last = found[-1] if found else None
        if self._last:
            settle(runs / self._last.run / self._last.file)
        else:
            self._catch_up()

    def add(self, assessment: int, findings: Mapping[int, str]) -> None:
        """The manifest of an assessment. findings: the digest of what was found on each host, by its number."""

        def manifest(number: int, previous: str | None) -> Manifest:
            return manifest_of(self._database, self._runs, assessment, findings, number, previous)

        self._add(assessment, manifest)

    def bury(self, run: str, at: datetime, by: str, reason: str) -> None:
        """The tombstone of a run's evidence."""
        self._add(
            None, lambda number, previous: Tombstone(
                number=number, previous=previous, pruned=run, at=at, by=by, reason=reason
            )
        )  # fmt: skip

    def settle(self) -> None:
        """Give what was written its own name, after the history has committed."""
        for path in self._written:
            settle(path)

    def _catch_up(self) -> None:
        """Runs of before there were manifests get theirs now, from what the history holds, and begin the chain."""
        numbers = [number for (number,) in self._database.execute("SELECT id FROM assessments ORDER BY id")]
        digests: dict[int, dict[int, str]] = {number: {} for number in numbers}
        for host, found in findings_digests(self._database, numbers):
            for assessment, digest in found.digests.items():
                digests[assessment][host] = digest
        for number in numbers:
            self.add(number, digests[number])

    def _add(self, assessment: int | None, make: Callable[[int, str | None], Manifest | Tombstone]) -> None:
        number = self._last.number + 1 if self._last else 1
        new = make(number, self._last.sha256 if self._last else None)
        run = new.pruned if isinstance(new, Tombstone) else new.assessment.run
        own = isinstance(new, Manifest) and new.run is not None
        text = (new.model_dump_json(indent=1) + "\n").encode()
        self._last = Link(number, run, assessment, own, hashlib.sha256(text).hexdigest())
        path = self._runs / run / self._last.file
        write_pending(path, text)
        self._written.append(path)
        row = (number, run, assessment, self._last.sha256)
        self._database.execute("INSERT INTO chain VALUES (?, (SELECT id FROM runs WHERE run = ?), ?, ?)", row)


def manifest_of(
    database: sqlite3.Connection,
    runs: Path,
    assessment: int,
    findings: Mapping[int, str],
    number: int,
    previous: str | None,
) -> Manifest:
    """The manifest of an assessment, from the history and the files of evidence."""
    run, own = database.execute(
        "SELECT runs.run, a.id = (SELECT min(id) FROM assessments WHERE run = a.run)"
        " FROM assessments AS a JOIN runs ON runs.id = a.run WHERE a.id = ?",
        (assessment,),
    ).fetchone()
    (itself,) = (each for each in read.assessments(database, run) if each.id == assessment)
    (record,) = read.runs(database, "WHERE run = ?", (run,))
    visits = visit_digests(database, run) if own else {}
    names = dict(database.execute("SELECT id, host_id FROM hosts"))
    hosts = (
        HostEntry(host=names[host], number=host, **visits.get(host, {}), findings=findings.get(host, NOTHING))
        for host in sorted(visits.keys() | findings.keys(), key=lambda host: names[host])
    )
    return Manifest(
        number=number,
        previous=previous,
        assessment=itself,
        run=record.model_dump(mode="json") if own else None,
        files=file_digests(runs / run) if own else {},
        checks=checks_of(database, assessment),
        counts=counts_of(database, assessment),
        hosts=tuple(hosts),
    )


def visit_digests(database: sqlite3.Connection, run: str) -> dict[int, dict[str, str | None]]:
    """Of each host's visit in a run the digest, and that of its evidence, by the host's number."""
    columns = ", ".join(VISIT.split())
    query = f"SELECT host, evidence_sha256, {columns} FROM visits WHERE run = (SELECT id FROM runs WHERE run = ?)"  # noqa: S608  # a constant
    return {
        host: {"visit": hashlib.sha256(json.dumps(row).encode()).hexdigest(), "evidence_sha256": evidence}
        for host, evidence, *row in database.execute(query, (run,))
    }


def file_digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file a run made, by its path in the run's folder. Manifests and half-written files are none."""
    found = sorted(path for path in (*folder.glob("*"), *(folder / EVIDENCE).glob("*")) if made(path))
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def made(path: Path) -> bool:
    """Whether a file belongs to what a run made."""
    if path.is_symlink() or not path.is_file() or LEFT in path.name:
        return False
    return path.parent.name == EVIDENCE or not path.name.startswith((FILE, TOMBSTONE, "assessment-"))


def checks_of(database: sqlite3.Connection, assessment: int) -> dict[int, str]:
    """The checks an assessment judged, by number."""
    query = """SELECT DISTINCT checks.id, checks.check_id FROM judged
        JOIN check_set_members AS c ON c.check_set = judged.check_set JOIN checks ON checks.id = c."check"
        WHERE assessment = ? ORDER BY checks.id"""
    return dict(database.execute(query, (assessment,)))


def counts_of(database: sqlite3.Connection, assessment: int) -> dict[str, int]:
    """How many findings of each verdict and severity the history counts for an assessment."""
    query = "SELECT verdict || ' ' || severity, findings FROM counts WHERE assessment = ? ORDER BY 1"
    return dict(database.execute(query, (assessment,)))


def write_pending(path: Path, data: bytes) -> None:
    """Write a file under its pending name, so that it outlives a power cut. StoreError where it cannot be."""
    pending = path.with_name(path.name + PENDING)
    try:
        for folder in (path.parent.parent, path.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        pending.unlink(missing_ok=True)
        with open(pending, "xb", opener=_private) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _sync(path.parent)
    except OSError as error:
        message = f"the manifest cannot be written: {error.strerror}; nothing was saved"
        raise StoreError(message, where=str(pending), todo="make room or repair its folder, then run again") from error


def settle(path: Path) -> None:
    """Give a pending file its own name; nothing where there is none."""
    try:
        path.with_name(path.name + PENDING).replace(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(f"the manifest cannot be renamed: {error.strerror}", where=str(path)) from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""The manifests that prove a run untouched: what each records, and how they follow each other."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from scanner.model.base import Frozen
from scanner.model.run import Assessment

FILE = "manifest.json"
"""The manifest of a run's own assessment, in the run's folder."""
TOMBSTONE = "pruned.json"


class HostEntry(Frozen):
    """One host of an assessment. Digests are SHA-256 in hex."""

    host: str
    """Its id then."""
    number: int
    """What the history knows it by, whatever it is called."""
    visit: str | None = None
    """Of how it went with the host; None in a later assessment, which visits nobody."""
    evidence_sha256: str | None = None
    """Of the text it sent."""
    findings: str
    """Of everything the assessment found on it."""


class Manifest(Frozen):
    """One assessment of a run's evidence and all it stands on."""

    format: Literal[1] = 1
    number: int
    """Its place in the chain, from 1."""
    previous: str | None
    """SHA-256 of the file before it in the chain; None for the first."""
    assessment: Assessment
    run: dict[str, Any] | None = None
    """The record of the run, digests of content, catalogue, inventory and settings included; only of its own
    assessment."""
    files: dict[str, str] = {}
    """SHA-256 of every file the run made, by its path in the run's folder; only of its own assessment."""
    checks: dict[int, str]
    """Ids of the checks then, by the number the history knows them by."""
    counts: dict[str, int]
    """Findings by verdict and severity."""
    hosts: tuple[HostEntry, ...]


class Tombstone(Frozen):
    """Who removed the evidence of a run, when and why. The digests of the evidence stay in the run's manifest."""

    format: Literal[1] = 1
    number: int
    previous: str | None
    pruned: str
    """The run."""
    at: datetime
    by: str
    reason: str


class Hold(Frozen):
    """A run whose evidence is kept until a date, that day included."""

    run: str
    placed: datetime
    placed_by: str
    reason: str
    until: date
    released: datetime | None = None
    released_by: str | None = None


def file_of(assessment: int, own: bool) -> str:
    """The name of an assessment's manifest in the folder of its run."""
    return FILE if own else f"assessment-{assessment}.json"

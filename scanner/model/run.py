"""A run as the store keeps it, and what is known of a finding over time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from scanner.model.base import Frozen
from scanner.model.finding import Finding
from scanner.model.status import Change


class Run(Frozen):
    """One run and everything it depended on, by digest."""

    id: str
    started: datetime
    finished: datetime
    complete: bool = True
    """False when it was stopped before every planned host was done."""
    edition: str = ""
    version: str = ""
    content_sha256: str = ""
    catalogue_sha256: str = ""
    inventory_sha256: str = ""
    settings_sha256: str = ""
    limit: str = ""
    params: dict[str, dict[str, Any]] = {}
    """Parameter values of the command line, by check id and name."""
    planned_pairs: int = 0
    attempted_pairs: int = 0


class Assessment(Frozen):
    """One judging of a run's evidence: the run's own, or a later one with other content. Never rewritten."""

    id: int
    run: str
    made: datetime
    content_sha256: str = ""
    catalogue_sha256: str = ""
    version: str = ""


class Observed(Frozen):
    """A finding with its place in time."""

    finding: Finding
    run: str
    """The run that saw it last."""
    since: datetime
    """Since when the verdict is what it is: the observation that first gave it."""
    change: Change

"""How an unattended night went: its steps, and how much of what it set out to see it saw."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from scanner.model.base import Frozen

Stopped = Literal["", "time_limit", "signal"]
"""Why a night ended early; empty when it did not."""


class Outcome(StrEnum):
    """How one step of a night ended."""

    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


class Step(Frozen):
    """One step. `detail` says what came of it, or why it failed or was left out."""

    name: str
    outcome: Outcome
    detail: str = ""
    seconds: float = 0.0


class Completeness(Frozen):
    """How many hosts gave an answer of those that were to be asked, and how many (host, check) pairs were judged.

    A pair that waits for the site's own policy is not counted: no night can see what the site has not decided.
    """

    hosts_seen: int
    hosts: int
    pairs_seen: int
    pairs: int

    def reaches(self, percent: int) -> bool:
        """Whether both shares are at least this percentage. Nothing at all is never enough."""
        return bool(self.hosts and self.pairs) and all(
            100 * seen >= percent * whole
            for seen, whole in ((self.hosts_seen, self.hosts), (self.pairs_seen, self.pairs))
        )


class Night(Frozen):
    """One night. `run` is the run it made, if it came that far."""

    started: datetime
    finished: datetime
    run: str | None = None
    steps: tuple[Step, ...] = ()
    completeness: Completeness | None = None
    min_complete: int = 95
    stopped: Stopped = ""

    @property
    def failed(self) -> tuple[Step, ...]:
        """The steps that failed."""
        return tuple(step for step in self.steps if step.outcome is Outcome.FAILED)

    @property
    def enough(self) -> bool:
        """Whether enough was seen, and the night was not cut short."""
        return not self.stopped and self.completeness is not None and self.completeness.reaches(self.min_complete)

    @property
    def complete(self) -> bool:
        """Whether enough was seen and every step was done."""
        return self.enough and not self.failed

"""A run in numbers, for the page that lists the runs."""

from __future__ import annotations

from scanner.model.base import Frozen
from scanner.model.run import Run
from scanner.model.status import Change
from scanner.model.verdict import Severity


class RunNumbers(Frozen):
    """A run as last assessed, in numbers."""

    run: Run
    hosts: int = 0
    """How many it set out to visit."""
    answered: int = 0
    """How many of them answered, wholly or in part."""
    gaps: dict[Severity, int] = {}
    """Failing findings by severity."""
    unjudged: int = 0
    """Findings without a verdict."""
    changes: dict[Change, int] = {}
    """Findings that it made anew or otherwise than before, by change."""

    @property
    def whole(self) -> bool:
        """Whether it judged every check on every host, so that its numbers compare with those of other whole runs."""
        asked = self.run.part or self.run.asked.checks or self.run.asked.measures
        return self.run.complete and not asked

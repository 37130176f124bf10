"""A run as the store keeps it, and what is known of a finding over time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple, Self

from scanner.model.base import Frozen
from scanner.model.finding import Finding
from scanner.model.host import Host
from scanner.model.status import Change
from scanner.model.unknown import Cause
from scanner.model.verdict import Severity, Verdict


class Asked(Frozen):
    """What narrowed and bounded a run on the command line, besides its limit and params. None: not recorded."""

    checks: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    forks: int | None = None
    host_seconds: float | None = None
    host_bytes: int | None = None
    resumed: str = ""
    """The run it goes on with: it asks only the hosts that this one did not get to."""


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
    asked: Asked = Asked()
    planned_pairs: int = 0
    attempted_pairs: int = 0

    @property
    def part(self) -> str:
        """The part of the inventory that it set out to ask, by what it was told; empty where that is all of it."""
        return f"--resume {self.asked.resumed}" if self.asked.resumed else self.limit


class Begun(Frozen):
    """What a run writes down before it asks anybody, so that one that is killed can be judged later."""

    run: Run
    hosts: tuple[str, ...]
    """Ids of the hosts it set out to ask."""

    @classmethod
    def of(cls, run: Run, hosts: Iterable[Host]) -> Self:
        """The run as it begins, and its hosts."""
        return cls(run=run, hosts=tuple(host.host_id for host in hosts))


class Assessment(Frozen):
    """One judging of a run's evidence: the run's own, or a later one with other content. Never rewritten."""

    id: int
    run: str
    made: datetime
    content_sha256: str = ""
    catalogue_sha256: str = ""
    version: str = ""


class Conclusion:
    """What a check concluded, shared by all hosts it concluded the same of. The whole of it is read when asked for."""

    __slots__ = ("_finding", "_read", "cause", "check", "severity", "verdict")

    def __init__(
        self, check: str, verdict: Verdict, severity: Severity, cause: Cause | None, read: Callable[[], Finding]
    ) -> None:
        self.check, self.verdict, self.severity, self.cause = check, verdict, severity, cause
        self._read = read
        self._finding: Finding | None = None

    @property
    def finding(self) -> Finding:
        """Everything it says; host and time are those of one of its hosts."""
        if self._finding is None:
            self._finding = self._read()
        return self._finding

    @classmethod
    def of(cls, finding: Finding) -> Conclusion:
        """That of a finding in memory."""
        return cls(finding.check, finding.verdict, finding.severity, finding.cause, lambda: finding)


class Observed(NamedTuple):
    """A finding with its place in time; `host` is a host id."""

    host: str
    said: Conclusion
    observed_at: datetime
    run: str
    """The run that saw it last."""
    since: datetime
    """Since when the verdict is what it is: the observation that first gave it."""
    change: Change

    @property
    def finding(self) -> Finding:
        """The finding as it was made."""
        return self.said.finding.model_copy(update={"host": self.host, "observed_at": self.observed_at})

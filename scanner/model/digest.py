"""What a night tells people: only what they have not been told yet. Never evidence, values or anything secret."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from scanner.model.base import Frozen, Text
from scanner.model.decision import WaiverKind
from scanner.model.failure import Failure
from scanner.model.night import Completeness, Stopped
from scanner.model.report import Marking
from scanner.model.verdict import HostState, Severity


class Told(Frozen):
    """What people know already, so that each thing is told once; hosts are meant by id."""

    gaps: dict[str, tuple[str, ...]] = {}
    """Hosts by check."""
    unreachable: tuple[str, ...] = ()
    waivers: tuple[str, ...] = ()
    """`id date` once it was said to expire soon, `id date expired` once it was said that it has."""


class GapChange(Frozen):
    """A gap on some hosts that is new, came back, grew or is fixed."""

    check: str
    title: Text
    """The gap in a sentence; of what is fixed, the good state."""
    severity: Severity
    hosts: tuple[str, ...]


class LostHost(Frozen):
    """A host that gives no answer any more, and why."""

    host: str
    cause: Failure | None = None


class WaiverNotice(Frozen):
    """A waiver that expires within the days of notice, or has expired."""

    id: str
    kind: WaiverKind
    check: str | None = None
    measure: str | None = None
    expires: date
    expired: bool = False


class Digest(Frozen):
    """The digest of one night, `eits-scan/digest/1`: what the webhook sends and the mail is written from."""

    format: Literal["eits-scan/digest/1"] = Field(default="eits-scan/digest/1", alias="schema")
    run: str | None = None
    finished: datetime
    agency: str = ""
    marking: Marking | None = None
    link: str = ""
    """Where the report can be read; empty where the settings do not say."""
    complete: bool
    stopped: Stopped = ""
    failed: tuple[str, ...] = ()
    """Names of the steps that failed. Why stands in the log alone: a message may quote what it is about."""
    completeness: Completeness | None = None
    min_complete: int = 95
    new: tuple[GapChange, ...] = ()
    worse: tuple[GapChange, ...] = ()
    regressed: tuple[GapChange, ...] = ()
    fixed: tuple[GapChange, ...] = ()
    unreachable: tuple[LostHost, ...] = ()
    reachable: tuple[str, ...] = ()
    """Hosts that answer again."""
    waivers: tuple[WaiverNotice, ...] = ()
    gaps: dict[Severity, int] = {}
    """All open gaps without a waiver, by severity."""
    hosts: dict[HostState, int] = {}

    @property
    def changed(self) -> bool:
        """Whether there is anything to tell."""
        told = (self.new, self.worse, self.regressed, self.fixed, self.unreachable, self.reachable, self.waivers)
        return any(told) or not self.complete

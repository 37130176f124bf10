"""What a report remembers besides today's findings: waivers and attestations, and how earlier runs stood."""

from __future__ import annotations

from datetime import date, datetime

from scanner.model.base import Frozen
from scanner.model.catalogue import Level
from scanner.model.decision import State, WaiverKind
from scanner.model.status import Change, MeasureStatus
from scanner.model.verdict import Severity


class WaiverInfo(Frozen):
    """One waiver (erand), in force or expired. An owner's edition has no reason, approver or reference."""

    id: str
    kind: WaiverKind
    check: str | None = None
    measure: str | None = None
    hosts: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    """Neither hosts nor groups: it holds everywhere."""
    objects: tuple[str, ...] = ()
    reason: str = ""
    approved_by: str = ""
    approved_by_role: str = ""
    approved_on: date
    expires: date
    """The last day on which it counts."""
    risk_ref: str | None = None
    document_ref: str | None = None


class AttestationInfo(Frozen):
    """What a person stated about a clause, in force or expired. An owner's edition has no statement, name or evidence.

    Either a target object or hosts are named.
    """

    clause: str
    target: str | None = None
    hosts: tuple[str, ...] = ()
    state: State
    statement: str = ""
    by: str = ""
    stated_on: date
    valid_until: date
    """The last day on which it counts."""
    evidence: str | None = None


class BaselineInfo(Frozen):
    """The run that was approved to compare with, and what is different now. Changes that come to nothing are left out.

    Pairs of host and check by change; those of hosts that left the inventory do not count.
    """

    run: str
    finished: datetime
    approved: datetime
    approved_by: str
    reason: str
    same_content: bool
    """False: it was judged by other checks, so that a change may come from them and not from a host."""
    changes: dict[Change, int] = {}


class TrendPoint(Frozen):
    """An earlier run over the whole inventory, in numbers."""

    run: str
    finished: datetime
    hosts: int
    """Hosts that answered, wholly or in part."""
    gaps: dict[Severity, int] = {}
    """Failing findings by severity."""
    measures: dict[Level, dict[MeasureStatus, int]] = {}
    """Measures of all target objects by level and status."""

"""The action plan (tegevuskava): what people decided about gaps – who closes them, by when, how far they are."""

from __future__ import annotations

import hashlib
from datetime import date

from scanner.model.base import Frozen
from scanner.model.status import PlanStatus


def gap_key(check: str, owner: str) -> str:
    """The stable key of a row of the plan: one check on the hosts of one owner. Measures and values never enter it."""
    return hashlib.sha256(f"{check}\0{owner}".encode()).hexdigest()[:16]


def observation_key(number: str) -> str:
    """The stable key of an auditor's observation, by its number in the auditor's report."""
    return hashlib.sha256(f"\0observation\0{number}".encode()).hexdigest()[:16]


class PlanInfo(Frozen):
    """One row people decided about: a check on the hosts of an owner, or an auditor's observation.

    Empty fields are not decided: who is responsible is then the owner, the deadline that of the severity.
    """

    key: str
    check: str | None = None
    """None for an observation."""
    owner: str | None = None
    """Whose hosts; None for an observation."""
    number: str = ""
    """The number of an observation in the auditor's report."""
    text: str = ""
    """What the auditor found (lahknevus)."""
    responsible: str = ""
    deadline: date | None = None
    status: PlanStatus = PlanStatus.OPEN
    """What people say. Only a scan closes a gap."""
    comment: str = ""
    source: str = ""
    """The file the last change was read from; empty where the plan was edited by hand."""

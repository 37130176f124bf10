"""The action plan (tegevuskava): what people decided about gaps – who closes them, by when, how far they are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple, Self

from pydantic import Field, model_validator

from scanner.model.base import Frozen
from scanner.model.decision import Day
from scanner.model.status import PlanStatus

FieldName = Literal["responsible", "deadline", "status", "comment"]
FIELDS: tuple[FieldName, ...] = ("responsible", "deadline", "status", "comment")
LONGEST = 4000
"""Characters of a text in the plan."""


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


class Stated(NamedTuple):
    """What people can say of a row."""

    responsible: str = ""
    deadline: date | None = None
    status: PlanStatus = PlanStatus.OPEN
    comment: str = ""


class Exported(NamedTuple):
    """What a row showed when the workbook was written, and what of it people had decided by then."""

    shown: Stated
    decided: Stated


class Handed(NamedTuple):
    """One row of a workbook as it was handed back. `values` has the fields whose columns the sheet has."""

    place: str
    """`Tegevuskava!14`."""
    key: str
    values: Mapping[FieldName, str | date | PlanStatus | None]
    number: str = ""
    text: str = ""


class PlanChange(Frozen):
    """One change of a row: when, who handed it in, from which file, and what the fields said before."""

    changed_on: Day
    by: str
    file: str
    sha256: str = ""
    """Of the file."""
    was: dict[str, str] = {}
    """Former values of the fields that changed, as text."""


class PlanEntry(Frozen):
    """A row of plan.yaml: about a check on the hosts of an owner, or an auditor's observation with its number."""

    check: str | None = None
    owner: str | None = None
    number: str = ""
    text: str = Field(default="", max_length=LONGEST)
    responsible: str = Field(default="", max_length=LONGEST)
    deadline: Day | None = None
    status: PlanStatus = PlanStatus.OPEN
    comment: str = Field(default="", max_length=LONGEST)
    history: tuple[PlanChange, ...] = ()

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        gap = self.check is not None and self.owner is not None and not self.number
        if not gap and not (self.number and self.check is None and self.owner is None):
            raise ValueError("names either a check and an owner, or the number of an observation")
        return self

    @property
    def key(self) -> str:
        """The stable key of the row."""
        return gap_key(self.check or "", self.owner or "") if self.check else observation_key(self.number)

    @property
    def stated(self) -> Stated:
        """What people said of it."""
        return Stated(self.responsible, self.deadline, self.status, self.comment)

    @property
    def info(self) -> PlanInfo:
        """The row as reports publish it."""
        told = self.model_dump(exclude={"history"})
        return PlanInfo(key=self.key, source=self.history[-1].file if self.history else "", **told)

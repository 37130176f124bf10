"""What people decide: attestations of clauses, and waivers of findings."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from scanner.model.base import Frozen
from scanner.model.catalogue import ClauseCode, MeasureCode


def _written_out(value: Any) -> Any:
    """A number would be taken for seconds since 1970, and a bare year for a day."""
    if isinstance(value, int | float):
        raise ValueError("write a whole date, such as 2027-11-01")  # noqa: TRY004  # pydantic reports ValueErrors
    return value


def _filled_in(text: str) -> str:
    """A form that was copied and not filled in decides nothing."""
    if not text.strip() or text.startswith(UNFILLED):
        raise ValueError("is still to be filled in")
    return text


_HERE = ZoneInfo("Europe/Tallinn")
UNFILLED = ("TÄITA", "FILL IN")
"""How the fields of a form begin that a person has to fill in."""
Day = Annotated[date, BeforeValidator(_written_out)]
Said = Annotated[str, AfterValidator(_filled_in)]
"""What somebody wrote; never empty."""


def day_of(moment: datetime) -> date:
    """The Estonian day by which decisions count at a moment: a last day ends at midnight in Tallinn."""
    return moment.astimezone(_HERE).date()


class State(StrEnum):
    """What a person states about a clause (rakendamise seis), from the worst to the best."""

    NOT_IMPLEMENTED = "ei ole rakendatud"
    PARTLY = "osaliselt"
    NOT_RELEVANT = "pole asjakohane"
    IMPLEMENTED = "rakendatud"


class Attestation(Frozen):
    """A person's statement (vastutaja kinnitus) about one clause of a target object, or of single hosts."""

    clause: ClauseCode
    target: str | None = None
    """Id of a target object; its hosts are meant, all of them."""
    hosts: tuple[str, ...] = ()
    """Host ids or names."""
    state: State
    statement: Said
    by: Said
    stated_on: Day
    """Not `on`: YAML reads that word as true."""
    valid_until: Day
    """The last day on which it counts."""
    evidence: Said | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.target is None) == (not self.hosts):
            raise ValueError("name either a target or hosts")
        if self.valid_until < self.stated_on:
            raise ValueError("valid_until lies before stated_on")
        return self

    def made(self, as_of: date) -> bool:
        """Whether it had been made by that day."""
        return self.stated_on <= as_of

    def valid(self, as_of: date) -> bool:
        """Whether it counts on that day, the last day included."""
        return self.stated_on <= as_of <= self.valid_until


class WaiverKind(StrEnum):
    """Why a failing finding is left as it is. The values are the words of waivers.yaml."""

    FALSE_POSITIVE = "valeleid"
    EQUIVALENT = "asendusmeede"
    TEMPORARY = "ajutine_erand"
    RISK_ACCEPTED = "riski_aktsepteerimine"


class Waiver(Frozen):
    """A decision (erand) about findings of one check, or of the checks of one measure within that measure.

    `hosts` (ids or names) and `groups` say where; neither means everywhere. `objects` are keys of judged objects: only
    those are covered. Without them the whole finding is.
    """

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    kind: WaiverKind
    check: str | None = None
    measure: MeasureCode | None = None
    hosts: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    reason: Said
    approved_by: Said
    approved_by_role: Literal["management", "security_officer", "owner"]
    approved_on: Day
    expires: Day
    """The last day on which it counts."""
    risk_ref: Said | None = None
    document_ref: Said | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.check is None) == (self.measure is None):
            raise ValueError("name either a check or a measure")
        if self.expires < self.approved_on:
            raise ValueError("expires lies before approved_on")
        if self.kind is WaiverKind.FALSE_POSITIVE and not self.document_ref:
            raise ValueError("valeleid needs document_ref: where the evidence lies")
        if self.kind is WaiverKind.RISK_ACCEPTED:
            missing = [name for name in ("risk_ref", "document_ref") if not getattr(self, name)]
            if missing:
                raise ValueError(f"riski_aktsepteerimine needs {' and '.join(missing)}")
            if self.approved_by_role != "management":
                raise ValueError("riski_aktsepteerimine needs approved_by_role: management")
        return self

    def valid(self, as_of: date) -> bool:
        """Whether it counts on that day, the last day included."""
        return self.approved_on <= as_of <= self.expires

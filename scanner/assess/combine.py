"""From clause × host to clause × target object, and from clauses to the status of a measure. Never worst-of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from scanner.assess.clause import Basis, Standing
from scanner.model.status import ClauseStatus as C
from scanner.model.status import MeasureStatus as M


def over_hosts(standings: Iterable[Standing]) -> Standing:
    """How a clause stands on a target object. Hosts it does not apply to count only where it applies to none.

    With a gap somewhere: partly where something is met too, else not met. Without one: unknown before unanswered,
    unanswered before an accepted risk, and met only where every host is.
    """
    every = list(standings)
    applying = [each for each in every if each.status is not C.NOT_APPLICABLE]
    if not applying:
        return _same_basis(C.NOT_APPLICABLE, every, (Basis.OPEN, Basis.CHECKS, Basis.ATTESTED, Basis.NEED))
    gaps = [each for each in applying if each.gap]
    if gaps:
        some = any(each.status in (C.MET, C.PARTLY) for each in applying)
        return _same_basis(C.PARTLY if some else C.NOT_MET, gaps, (Basis.FAIL, Basis.ATTESTED))
    for status, basis in (
        (C.UNKNOWN, Basis.UNSEEN),
        (C.NOT_ASSESSED, Basis.OPEN),
        (C.PARTLY, Basis.OPEN),
        (C.WAIVED, Basis.WAIVER),
    ):
        if any(each.status is status for each in applying):
            return Standing(status, basis)
    return _same_basis(C.MET, applying, (Basis.WAIVER, Basis.ATTESTED, Basis.CHECKS))


def measure_status(clauses: Collection[Standing]) -> M:
    """The status of a measure from its clauses on a target object.

    A clause whose checks do not apply, but which a person still has to answer, does not let a measure be implemented;
    and that a measure is not relevant is never concluded from checks alone.
    """
    applying = [each for each in clauses if each.status is not C.NOT_APPLICABLE]
    if any(each.gap for each in applying):
        some = any(each.status in (C.MET, C.PARTLY) for each in applying)
        return M.PARTLY if some else M.NOT_IMPLEMENTED
    if any(each.basis is Basis.OPEN for each in clauses) or any(each.status is C.UNKNOWN for each in applying):
        return M.NOT_ASSESSED
    if any(each.status is C.WAIVED for each in applying):
        return M.RISK_ACCEPTED
    if applying:
        return M.IMPLEMENTED
    by_person = clauses and all(each.basis in (Basis.ATTESTED, Basis.NEED) for each in clauses)
    return M.NOT_RELEVANT if by_person else M.NOT_ASSESSED


def suggestion(status: M, clauses: Iterable[Standing]) -> Literal["O", "E", ""]:
    """What the tool may suggest for the implementation plan: O (partly), E (not implemented), or nothing.

    E only where every clause that applies is known not to be met; the other marks are a person's to give.
    """
    if status is M.PARTLY:
        return "O"
    applying = [each for each in clauses if each.status is not C.NOT_APPLICABLE]
    whole = bool(applying) and all(each.status is C.NOT_MET for each in applying)
    return "E" if status is M.NOT_IMPLEMENTED and whole else ""


def percent(counts: Mapping[C, int]) -> float | None:
    """100 × met ÷ (met + not met + partly) over clause × host; None when there is nothing to divide by."""
    met = counts.get(C.MET, 0)
    judged = met + counts.get(C.NOT_MET, 0) + counts.get(C.PARTLY, 0)
    return 100 * met / judged if judged else None


def _same_basis(status: C, standings: Iterable[Standing], order: Iterable[Basis]) -> Standing:
    """The status, resting on the first basis of the order that occurs."""
    present = {each.basis for each in standings}
    return Standing(status, next((basis for basis in order if basis in present), Basis.OPEN))

"""How one clause stands on one host: the rules of the roll-up, first match wins."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from scanner.model.catalogue import Level, Mark
from scanner.model.coverage import ClauseCoverage, Link, Says
from scanner.model.decision import Attestation, State, WaiverKind
from scanner.model.status import ClauseStatus
from scanner.model.target import Need, Needs
from scanner.model.verdict import Verdict


class Basis(StrEnum):
    """What a status rests on."""

    FAIL = "fail"
    ATTESTED = "attested"
    WAIVER = "waiver"
    UNSEEN = "unseen"
    CHECKS = "checks"
    NEED = "need"
    OPEN = "open"
    """Something is left that neither check nor person has answered."""


class Standing(NamedTuple):
    """A status and what it rests on."""

    status: ClauseStatus
    basis: Basis

    @property
    def gap(self) -> bool:
        """Whether something is known to be missing, not merely unanswered."""
        return self.status is ClauseStatus.NOT_MET or (
            self.status is ClauseStatus.PARTLY and self.basis in (Basis.FAIL, Basis.ATTESTED)
        )


class Evidence(NamedTuple):
    """What is known of one check on one host: its verdict, and the kind of waiver a fail stands under."""

    verdict: Verdict
    waiver: WaiverKind | None = None


Look = Callable[[str], Evidence | None]
"""Evidence by check id; None when the pair was never scanned."""


def standing(
    coverage: ClauseCoverage | None,
    level: Level,
    needs: Needs,
    links: Iterable[Link],
    look: Look,
    said: Attestation | None,
    as_of: date,
) -> Standing:
    """How a clause stands on one host. `links` are those of `binding_links`, `said` is what `statement` chose."""
    if coverage and not binds(coverage.when_need, coverage.need_of, needs):
        return Standing(ClauseStatus.NOT_APPLICABLE, Basis.NEED)
    seen = [(link.says, look(link.check)) for link in links]
    failing, cleared, accepted = _fails(seen, level)
    state = said.state if said else None
    positive = state if said and said.valid(as_of) else None
    if failing - {Says.SUPPORTS}:
        return Standing(ClauseStatus.NOT_MET, Basis.FAIL)
    if state is State.NOT_IMPLEMENTED:
        return Standing(ClauseStatus.NOT_MET, Basis.ATTESTED)
    if failing:
        return Standing(ClauseStatus.PARTLY, Basis.FAIL)
    if accepted:
        return Standing(ClauseStatus.WAIVED, Basis.WAIVER)
    if any(evidence is None or evidence.verdict is Verdict.ERROR for _, evidence in seen):
        return Standing(ClauseStatus.UNKNOWN, Basis.UNSEEN)
    if seen and all(evidence and evidence.verdict is Verdict.NOT_APPLICABLE for _, evidence in seen):
        proven = coverage is not None and coverage.attest is None and any(says is Says.PROVES for says, _ in seen)
        return Standing(ClauseStatus.NOT_APPLICABLE, Basis.CHECKS if proven else Basis.OPEN)
    if state is State.PARTLY:
        return Standing(ClauseStatus.PARTLY, Basis.ATTESTED)
    if positive is State.IMPLEMENTED:
        return Standing(ClauseStatus.MET, Basis.ATTESTED)
    if positive is State.NOT_RELEVANT:
        return Standing(ClauseStatus.NOT_APPLICABLE, Basis.ATTESTED)
    passed = {says for says, evidence in seen if evidence and evidence.verdict is not Verdict.NOT_APPLICABLE}
    if Says.PROVES in passed and coverage and coverage.attest is None:
        return Standing(ClauseStatus.MET, Basis.WAIVER if cleared else Basis.CHECKS)
    if passed:
        return Standing(ClauseStatus.PARTLY, Basis.OPEN)
    return Standing(ClauseStatus.NOT_ASSESSED, Basis.OPEN)


def _fails(seen: Iterable[tuple[Says, Evidence | None]], level: Level) -> tuple[set[Says], bool, bool]:
    """What the fails count as: kinds of links that fail, whether one is cleared to a pass, whether one is accepted.

    A false positive and an equivalent measure make the fail count as a pass, never as more than one. A temporary
    exception changes nothing, and on a basic measure neither does an accepted risk.
    """
    failing: set[Says] = set()
    cleared = accepted = False
    for says, evidence in seen:
        if evidence is None or evidence.verdict is not Verdict.FAIL:
            continue
        if evidence.waiver in (WaiverKind.FALSE_POSITIVE, WaiverKind.EQUIVALENT):
            cleared = True
        elif evidence.waiver is WaiverKind.RISK_ACCEPTED and level is not Level.BASIC:
            accepted = True
        else:
            failing.add(says)
    return failing, cleared, accepted


def binding_links(coverage: ClauseCoverage | None, needs: Needs, checks: Collection[str]) -> tuple[Link, ...]:
    """The links that count: their check exists, and the need is high enough."""
    links = coverage.links if coverage else ()
    need_of = coverage.need_of if coverage else ()
    return tuple(link for link in links if link.check in checks and binds(link.when_need, need_of, needs))


def binds(from_need: Need | None, need_of: tuple[Mark, ...], needs: Needs) -> bool:
    """Whether something that binds from a need on binds at these needs."""
    if from_need is None:
        return True
    return any(getattr(needs, mark).rank >= from_need.rank for mark in need_of or ("C", "I", "A"))


def statement(said: Iterable[Attestation], as_of: date) -> Attestation | None:
    """Which of the statements about one clause on one host counts.

    Who spoke for the target object and who spoke for the host are each heard by their newest statement, and the less
    favourable of the two counts: a general yes never hides a particular no.
    """
    newest: dict[bool, Attestation] = {}
    for each in said:
        if each.made(as_of):
            own = each.target is None
            newest[own] = max(newest.get(own, each), each, key=lambda one: (one.stated_on, -_favour(one)))
    return min(newest.values(), key=lambda one: (_favour(one), one.valid_until), default=None)


def _favour(attestation: Attestation) -> int:
    return list(State).index(attestation.state)

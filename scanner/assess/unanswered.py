"""Which clauses wait for a person: no answer yet, or one that has ended or soon ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scanner.assess.measure import Known
from scanner.assess.site import Site
from scanner.assess.verdicts import Verdicts
from scanner.model.base import Text
from scanner.model.host import Host
from scanner.model.report import ClauseInfo, MeasureInfo
from scanner.model.status import ClauseStatus, MeasureStatus
from scanner.model.target import Target


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A clause of a target object that a person has to answer, or to answer again."""

    target: Target
    measure: MeasureInfo
    clause: str
    text: str | None
    """The wording, where the agency imported the catalogue."""
    question: Text | None
    """None for what is organisational: a plan, a procedure, a contract, a room."""
    hosts: tuple[str, ...]
    """The hosts that it is open for; empty where it is open for all of the target object."""
    until: date | None
    """The last day of the answer there is, the earliest of several; None where there is none."""
    ended: bool
    """Whether that day has passed."""


def unanswered(site: Site, measures: Iterable[MeasureInfo], within: int) -> Iterator[Unanswered]:
    """In the order of the measures: what nobody answered, and answers that ended or end within so many days.

    A high measure comes once the agency decided to apply it.
    """
    known = Known(site, Verdicts(site))
    targets = {target.id: target for target in site.targets}
    last = site.as_of + timedelta(days=within)
    for measure in measures:
        if measure.status is MeasureStatus.TO_CONSIDER:
            continue
        target = targets[measure.target]
        for clause in measure.clauses:
            if clause.question is None and not clause.organisational:
                continue
            members: Sequence[Host | None] = site.members[target.id] or (None,)
            open_for, ends = _open(known, target, clause, members, last)
            if open_for:
                yield Unanswered(
                    target=target,
                    measure=measure,
                    clause=clause.code,
                    text=clause.text,
                    question=clause.question,
                    hosts=() if len(open_for) == len(members) else tuple(host.name for host in open_for if host),
                    until=min(ends, default=None),
                    ended=bool(ends) and min(ends) < site.as_of,
                )


def _open(
    known: Known, target: Target, clause: ClauseInfo, members: Sequence[Host | None], last: date
) -> tuple[list[Host | None], list[date]]:
    open_for: list[Host | None] = []
    ends: list[date] = []
    by_host: Mapping[str, ClauseStatus] = clause.by_host
    for host in members:
        said = known.said(clause.code, target, host)
        status = by_host[host.name] if host and host.name in by_host else clause.status
        if said is None and status is not ClauseStatus.NOT_APPLICABLE:
            open_for.append(host)
        elif said is not None and said.valid_until <= last:
            open_for.append(host)
            ends.append(said.valid_until)
    return open_for, ends

"""The registers of what people decided: waivers and attestations, each with its state on the day of the report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from scanner.assess.decision_review import NOT_MET, SOON
from scanner.model.action_plan import PlanInfo
from scanner.model.catalogue import Level, measure_of
from scanner.model.register import AttestationInfo, WaiverInfo
from scanner.model.report import Report
from scanner.model.status import MeasureStatus
from scanner.render.say import Say, clip
from scanner.render.view.failing import today
from scanner.render.view.tally import Tally

OPEN = (MeasureStatus.PARTLY, MeasureStatus.NOT_IMPLEMENTED)
"""Measures that are known to lack something."""


@dataclass(frozen=True, slots=True)
class WaiverLine:
    """A waiver. `basic`: the basic measures it leaves not implemented."""

    waiver: WaiverInfo
    of: str
    """The check, or the code of the measure or check."""
    title: str
    """Of the measure, in Estonian; empty for a check."""
    where: str
    gaps: int
    expired: bool
    soon: bool
    basic: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttestationLine:
    """An attestation of one clause."""

    said: AttestationInfo
    title: str
    where: str
    state: str
    expired: bool
    soon: bool


@dataclass(frozen=True, slots=True)
class Registers:
    """Both registers, what ends first standing first."""

    waivers: tuple[WaiverLine, ...]
    attestations: tuple[AttestationLine, ...]
    observations: tuple[PlanInfo, ...]
    """Of auditors, by their numbers; empty where none were imported."""


def registers(report: Report, tally: Tally, say: Say) -> Registers:
    """All decisions of a report."""
    return Registers(waiver_lines(report, tally.waived, say), _attestation_lines(report, say), _observations(report))


def _observations(report: Report) -> tuple[PlanInfo, ...]:
    return tuple(sorted((each for each in report.plan if each.check is None), key=lambda each: each.number))


def waiver_lines(report: Report, counts: Counter[str], say: Say) -> tuple[WaiverLine, ...]:
    """Every waiver, the one that ends first first. `counts`: how many gaps each covers now."""
    day = today(report)
    titles = {measure.code: measure.title for measure in report.measures}
    open_basic = {each.code for each in report.measures if each.level is Level.BASIC and each.status in OPEN}
    lines = []
    for waiver in sorted(report.waivers, key=lambda each: (each.expires, each.id)):
        check = report.checks.get(waiver.check or "")
        codes = {measure_of(clause) for clause in check.clauses} if check else {waiver.measure or ""}
        lines.append(
            WaiverLine(
                waiver=waiver,
                of=say.text(check.title) if check else waiver.measure or waiver.check or "",
                title=titles.get(waiver.measure or "", ""),
                where=_where([*waiver.groups, *waiver.hosts], say),
                gaps=counts[waiver.id],
                expired=waiver.expires < day,
                soon=_soon(waiver.expires, day),
                basic=tuple(sorted(codes & open_basic)) if waiver.kind in NOT_MET and counts[waiver.id] else (),
            )
        )
    return tuple(lines)


def _attestation_lines(report: Report, say: Say) -> tuple[AttestationLine, ...]:
    day = today(report)
    titles = {measure.code: measure.title for measure in report.measures}
    names = {target.id: target.name for target in report.targets}
    return tuple(
        AttestationLine(
            said=said,
            title=titles.get(measure_of(said.clause), ""),
            where=clip(names.get(said.target, said.target), 120) if said.target else _where(said.hosts, say),
            state=say(f"stated_{said.state.name.lower()}"),
            expired=said.valid_until < day,
            soon=_soon(said.valid_until, day),
        )
        for said in sorted(report.attestations, key=lambda each: (each.valid_until, each.clause))
    )


def _where(names: list[str] | tuple[str, ...], say: Say) -> str:
    return say.names(names, 6) if names else say("everywhere")


def _soon(last: date, day: date) -> bool:
    return day <= last <= day + SOON

"""Measures in the shape of the implementation plan (infoturbe meetmete rakendusplaan): what a person completes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from scanner.assess.action_plan import Due
from scanner.model.catalogue import letter_of, measure_of
from scanner.model.register import AttestationInfo
from scanner.model.report import ClauseInfo, MeasureInfo, Report
from scanner.model.status import ClauseStatus
from scanner.model.target import AREA
from scanner.model.verdict import Verdict
from scanner.render.say import Say
from scanner.render.sheets.sheet import Column, Row, Sheet

_LACKING = (ClauseStatus.NOT_MET, ClauseStatus.PARTLY)
_STATES = ("R", "O", "E", "P", "A")
"""What the plan's own column may hold. Only O and E are ever suggested."""


def sheet(report: Report, say: Say) -> Sheet:
    """One row for each measure on each target object."""
    columns = (
        Column(say("x_target"), 16), Column(say("facet_module"), 10), Column(say("col_measure"), 14),
        Column(say("x_measure_title"), 26), Column(say("x_level"), 14), Column(say("status"), 14, choices=_STATES),
        Column(say("x_seen"), 14), Column(say("x_described"), 32), Column(say("x_partly"), 34),
        Column(say("x_reason"), 22), Column(say("x_priority"), 10), Column(say("owner"), 16), Column(say("p_due"), 12),
        Column(say("x_evidence"), 26), Column(say("x_reviewed"), 13),
    )  # fmt: skip
    return Sheet(say("measures"), columns, tuple(_rows(report, say)))


def _rows(report: Report, say: Say) -> Iterator[Row]:
    targets = {target.id: target for target in report.targets}
    dues = _dues(report)
    for measure in report.measures:
        target = targets.get(measure.target)
        missing = _missing(measure, say)
        stated = [each for each in report.attestations if _speaks(each, measure)]
        yield (
            target.name if target else measure.target,
            measure.module,
            measure.code,
            measure.title,
            say.word(measure.level),
            measure.suggestion or None,
            say.word(measure.status),
            _described(measure, missing if measure.suggestion == "E" else "", say),
            missing if measure.suggestion == "O" else None,
            None,
            measure.priority,
            target.owner if target else None,
            dues.get((measure.code, measure.target)),
            _evidence(measure, stated, report, say),
            max((each.stated_on for each in stated), default=None),
        )


def _dues(report: Report) -> dict[tuple[str, str], date]:
    """The earliest deadline of an open gap by measure and target object."""
    due, dues = Due(report), dict[tuple[str, str], date]()
    targets = {host.name: (*host.targets, AREA) for host in report.hosts}
    for check, findings in report.findings.by_check():
        codes = {measure_of(clause) for clause in report.checks[check].clauses}
        for finding in findings:
            if finding.verdict is Verdict.FAIL and not finding.waiver:
                last = due(finding)
                for place in ((code, target) for code in codes for target in targets.get(finding.host, ())):
                    dues[place] = min(dues.get(place, last), last)
    return dues


def _described(measure: MeasureInfo, missing: str, say: Say) -> str:
    met = [letter_of(clause.code) for clause in measure.clauses if clause.status is ClauseStatus.MET]
    told = []
    if measure.total:
        told.append(f"{say('automatic')} {say.number(measure.passed)}/{say.number(measure.total)}.")
    if met:
        told.append(say("x_met", letters=", ".join(met)))
    if missing:
        told.append(missing)
    return " ".join(told)


def _missing(measure: MeasureInfo, say: Say) -> str:
    return " ".join(_lacking(clause, say) for clause in measure.clauses if clause.status in _LACKING)


def _lacking(clause: ClauseInfo, say: Say) -> str:
    if not clause.gap and clause.status is ClauseStatus.PARTLY:
        return say("x_awaiting", letter=letter_of(clause.code))
    hosts = [host for host, status in clause.by_host.items() if status in _LACKING]
    if not hosts:
        return say("x_lacking", letter=letter_of(clause.code), status=say.word(clause.status).lower())
    return say("x_lacking_on", letter=letter_of(clause.code), hosts=say.names(hosts, 10))


def _evidence(measure: MeasureInfo, stated: list[AttestationInfo], report: Report, say: Say) -> str | None:
    current = report.run.kind == "current"
    seen = f"{say('current')}, {say.date(report.run.finished)}" if current else f"{say('run')} {report.run.id}"
    told = [seen] if measure.total else []
    told += [each.evidence for each in stated if each.evidence]
    return "; ".join(dict.fromkeys(told)) or None


def _speaks(each: AttestationInfo, measure: MeasureInfo) -> bool:
    return measure_of(each.clause) == measure.code and each.target == measure.target

"""Whether a host or target object may go into production: the rule of the acceptance report, docs/acceptance.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from scanner.model.catalogue import Level, measure_of
from scanner.model.report import ClauseInfo, FindingInfo, MeasureInfo, Report
from scanner.model.status import ClauseStatus, MeasureStatus
from scanner.model.unknown import Cause
from scanner.model.verdict import HostState, Severity, Verdict

FRESH = timedelta(days=14)
"""How old an observation may be on the day of the report: what was seen before says little of what is handed over."""
_ANSWERED = (ClauseStatus.MET, ClauseStatus.NOT_APPLICABLE)
_NOT_BINDING = (MeasureStatus.TO_CONSIDER, MeasureStatus.NOT_RELEVANT)


class Proposal(StrEnum):
    """What the tool proposes; who takes over decides."""

    ACCEPT = "accept"
    CONDITIONS = "conditions"
    REFUSE = "refuse"


class Reason(StrEnum):
    """What speaks against accepting. The first seven refuse it, the last three become conditions."""

    NOTHING = "nothing"
    """No check passed or failed, though every host answered: more often not recognised than fit."""
    SILENT = "silent"
    """Hosts that did not answer, or not in full."""
    UNMODELLED = "unmodelled"
    """Hosts in no target object: which measures hold for them is not known."""
    MISSING = "missing"
    """(host, check) pairs that nobody looked at."""
    UNJUDGED = "unjudged"
    """Findings without a verdict on hosts that answered."""
    STALE = "stale"
    """Findings older than FRESH."""
    BLOCKING = "blocking"
    """Open gaps of a basic measure, or of critical or high severity."""
    OPEN = "open"
    """The other open gaps."""
    WAIVED = "waived"
    """Gaps under a waiver."""
    QUESTIONS = "questions"
    """Questions of clauses that no attestation in force answers."""


_CONDITIONS = (Reason.OPEN, Reason.WAIVED, Reason.QUESTIONS)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The proposal and what it rests on: how many of each reason there are, and which checks block."""

    counts: dict[Reason, int]
    blocking: frozenset[str]
    questions: tuple[tuple[MeasureInfo, ClauseInfo], ...]

    @property
    def proposal(self) -> Proposal:
        """Refused for one reason that refuses; with conditions for any other; else accepted."""
        if any(self.counts[reason] for reason in Reason if reason not in _CONDITIONS):
            return Proposal.REFUSE
        return Proposal.CONDITIONS if any(self.counts.values()) else Proposal.ACCEPT


def acceptance(report: Report, day: date) -> Acceptance:
    """The rule on a report that is narrowed to what is to be accepted, on a day in Estonia."""
    counts: Counter[Reason] = Counter()
    levels = {measure.code: measure.level for measure in report.measures}
    blocking = set()
    for finding in report.findings:
        check = report.checks[finding.check]
        basic = any(levels.get(measure_of(clause)) is Level.BASIC for clause in check.clauses)
        reason = _reason(finding, basic)
        if reason is Reason.BLOCKING:
            blocking.add(finding.check)
        if reason:
            counts[reason] += 1
        counts[Reason.STALE] += report.run.finished - finding.observed_at > FRESH
    verdicts = report.summary.verdicts
    questions = tuple(_questions(report, day))
    counts[Reason.SILENT] = sum(host.state is not HostState.ANSWERED for host in report.hosts)
    judged = verdicts.get(Verdict.PASS, 0) + verdicts.get(Verdict.FAIL, 0)
    counts[Reason.NOTHING] = not judged and not counts[Reason.SILENT]
    counts[Reason.UNMODELLED] = len(report.summary.unmodelled)
    counts[Reason.MISSING] = len(report.checks) * len(report.hosts) - len(report.findings)
    counts[Reason.QUESTIONS] = len(questions)
    return Acceptance({reason: max(0, counts[reason]) for reason in Reason}, frozenset(blocking), questions)


def _reason(finding: FindingInfo, basic: bool) -> Reason | None:
    if finding.verdict is Verdict.ERROR:
        return None if finding.cause is Cause.UNREACHABLE else Reason.UNJUDGED
    if finding.verdict is not Verdict.FAIL:
        return None
    if finding.waiver:
        return Reason.WAIVED
    return Reason.BLOCKING if basic or finding.severity.rank >= Severity.HIGH.rank else Reason.OPEN


def _questions(report: Report, day: date) -> Iterator[tuple[MeasureInfo, ClauseInfo]]:
    """Clauses that still wait for a person's answer, each once."""
    members = {target.id: target.hosts for target in report.targets}
    ids = {host.name: host.host_id for host in report.hosts}
    said = [each for each in report.attestations if each.valid_until >= day]
    asked = set()
    for measure in report.measures:
        for clause in measure.clauses if measure.status not in _NOT_BINDING else ():
            if clause.question is None or clause.status in _ANSWERED or clause.code in asked:
                continue
            mine = [each for each in said if each.clause == clause.code]
            named = {host for each in mine for host in each.hosts}
            hosts = members.get(measure.target, ())
            everywhere = bool(hosts) and all(named & {host, ids.get(host, host)} for host in hosts)
            if not everywhere and all(each.target != measure.target for each in mine):
                asked.add(clause.code)
                yield measure, clause

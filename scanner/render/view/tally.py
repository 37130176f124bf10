"""What the page counts of all findings, kept small: they are gone through once, check by check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Self

from scanner.assess.action_plan import Due
from scanner.model.report import FindingInfo, Report
from scanner.model.status import Change
from scanner.model.unknown import Cause
from scanner.model.verdict import Severity, Verdict
from scanner.render.view.failing import age, today

CUT = frozenset({Cause.CUT, Cause.FLOODED})
MOST_CHANGES = 15
TOLD = (Change.NEW, Change.REGRESSED, Change.WORSE, Change.FIXED, Change.GONE_UNKNOWN)


class Places:
    """A bit for each host of a report, so that a set of hosts is one number."""

    def __init__(self, report: Report) -> None:
        self._bits = {host.name: 1 << place for place, host in enumerate(report.hosts)}

    def of(self, names: Sequence[str]) -> int:
        """The hosts with these names, each named once."""
        return sum(self._bits.get(name, 0) for name in names)


class Tally:
    """Counts of findings by check, by cause, by change and by age, and where something fails."""

    def __init__(self, report: Report) -> None:
        self._due, self._today = Due(report), today(report)
        self.places = Places(report)
        self.verdicts: dict[str, Counter[Verdict]] = {check: Counter() for check in report.checks}
        self.failing: dict[str, int] = {}
        """Hosts on which a check fails and no waiver covers it."""
        self.ages: Counter[tuple[int, Severity]] = Counter()
        """Gaps that no waiver covers by age in whole days and by severity."""
        self.waived: Counter[str] = Counter()
        """Findings by the waiver that covers them."""
        self.late = 0
        """Those of them past their deadline."""
        self.causes: Counter[Cause] = Counter()
        self.unjudged_checks: dict[Cause, list[str]] = {}
        self.unjudged_hosts: dict[Cause, set[str]] = {}
        self.cut: set[str] = set()
        """Hosts of which some answer was cut."""
        self.changed: dict[Change, dict[str, list[str]]] = {change: {} for change in TOLD}
        """Of the first checks that changed so the hosts; of the others none."""
        self.changed_checks: Counter[Change] = Counter()

    @classmethod
    def of(cls, report: Report) -> Self:
        """That of all findings of a report."""
        tally = cls(report)
        for check, findings in report.findings.by_check():
            tally.add(check, findings)
        return tally

    def add(self, check: str, findings: Sequence[FindingInfo]) -> None:
        """Take all findings of one check into account."""
        self.verdicts[check].update(finding.verdict for finding in findings)
        gaps = [each for each in findings if each.verdict is Verdict.FAIL and not each.waiver]
        if gaps:
            self.failing[check] = self.places.of([each.host for each in gaps])
        for gap in gaps:
            self.ages[age(gap, self._today), gap.severity] += 1
            self.late += self._due(gap) < self._today
        self.waived.update(each.waiver for each in findings if each.waiver)
        self._unjudged(check, [each for each in findings if each.verdict is Verdict.ERROR])
        for change in {each.change for each in findings}.intersection(TOLD):
            self.changed_checks[change] += 1
            if len(self.changed[change]) < MOST_CHANGES:
                self.changed[change][check] = [each.host for each in findings if each.change is change]

    def _unjudged(self, check: str, findings: Sequence[FindingInfo]) -> None:
        for finding in findings:
            if finding.cause in CUT:
                self.cut.add(finding.host)
            if finding.cause:
                self.causes[finding.cause] += 1
                self.unjudged_hosts.setdefault(finding.cause, set()).add(finding.host)
        for cause in dict.fromkeys(finding.cause for finding in findings if finding.cause):
            self.unjudged_checks.setdefault(cause, []).append(check)

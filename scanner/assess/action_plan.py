"""The rows of the action plan: every open gap, one row for each check and owner, with what people decided about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from scanner.assess.deadline import deadline
from scanner.model.action_plan import PlanInfo, gap_key
from scanner.model.host import UNASSIGNED
from scanner.model.report import CheckInfo, FindingInfo, Report
from scanner.model.status import PlanStatus
from scanner.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One check on the hosts of one owner. `hosts` have an open gap: failing, and no waiver covers it."""

    key: str
    check: CheckInfo
    owner: str
    hosts: tuple[str, ...]
    waived: int
    """How many hosts fail under a waiver."""
    unseen: int
    """On how many hosts it could not be judged."""
    since: datetime | None
    """When the oldest of the gaps was first seen."""
    responsible: str
    due: date | None
    """None where there is neither a gap nor a decision."""
    status: PlanStatus
    comment: str
    decided: PlanInfo | None
    """What of it people decided."""


class Due:
    """By when a gap is to be closed: as people decided, else by its severity."""

    def __init__(self, report: Report) -> None:
        self._deadlines = report.deadlines
        owners = {host.name: host.owner for host in report.hosts} if report.plan else {}
        decided = {(each.check, each.owner): each.deadline for each in report.plan if each.check and each.deadline}
        self._owners, self._decided = owners, decided

    def __call__(self, finding: FindingInfo) -> date:
        if self._decided:
            owner = self._owners.get(finding.host, UNASSIGNED)
            if decided := self._decided.get((finding.check, owner)):
                return decided
        return self.by_severity(finding)

    def by_severity(self, finding: FindingInfo) -> date:
        """The deadline nobody decided otherwise."""
        return deadline(finding.severity, finding.first_seen or finding.observed_at, self._deadlines)


def plan_rows(report: Report) -> tuple[PlanRow, ...]:
    """Open gaps, the most severe first; then what was decided about gaps that are not there any more."""
    owners = {host.name: host.owner for host in report.hosts}
    decided = {(each.check, each.owner or ""): each for each in report.plan if each.check is not None}
    due = Due(report)
    rows: list[PlanRow] = []
    for check, findings in report.findings.by_check():
        rows += _of_check(report.checks[check], findings, owners, decided, due)
    found = {(row.check.id, row.owner) for row in rows}
    rows += [
        _row(report.checks[check], owner, [], each, due)
        for (check, owner), each in decided.items()
        if (check, owner) not in found and check in report.checks
    ]
    return tuple(sorted(rows, key=_order))


def _order(row: PlanRow) -> tuple[bool, int, date, str, str]:
    return not row.hosts, -row.check.severity.rank, row.due or date.max, row.check.id, row.owner


def _of_check(
    check: CheckInfo,
    findings: tuple[FindingInfo, ...],
    owners: Mapping[str, str],
    decided: Mapping[tuple[str, str], PlanInfo],
    due: Due,
) -> Iterator[PlanRow]:
    by_owner: defaultdict[str, list[FindingInfo]] = defaultdict(list)
    for finding in findings:
        if finding.verdict in (Verdict.FAIL, Verdict.ERROR):
            by_owner[owners.get(finding.host, UNASSIGNED)].append(finding)
    for owner, own in by_owner.items():
        said = decided.get((check.id, owner))
        if said or any(each.verdict is Verdict.FAIL and not each.waiver for each in own):
            yield _row(check, owner, own, said, due)


def _row(check: CheckInfo, owner: str, found: list[FindingInfo], said: PlanInfo | None, due: Due) -> PlanRow:
    failed = [each for each in found if each.verdict is Verdict.FAIL]
    gaps = [each for each in failed if not each.waiver]
    seen = [each.first_seen or each.observed_at for each in gaps]
    by_severity = min(map(due.by_severity, gaps), default=None)
    return PlanRow(
        key=gap_key(check.id, owner),
        check=check,
        owner=owner,
        hosts=tuple(each.host for each in gaps),
        waived=len(failed) - len(gaps),
        unseen=len(found) - len(failed),
        since=min(seen, default=None),
        responsible=(said and said.responsible) or ("" if owner == UNASSIGNED else owner),
        due=(said and said.deadline) or by_severity,
        status=said.status if said else PlanStatus.OPEN,
        comment=said.comment if said else "",
        decided=said,
    )

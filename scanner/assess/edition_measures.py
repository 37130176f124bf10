"""How measures stand on the hosts of one owner, where a target object holds hosts of several."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from scanner.assess.clause import Basis, Standing
from scanner.assess.combine import measure_status, over_hosts, suggestion
from scanner.model.report import ClauseInfo, FindingInfo, MeasureInfo
from scanner.model.status import ClauseStatus, MeasureStatus
from scanner.model.verdict import Verdict

_FIXED = (MeasureStatus.TO_CONSIDER, MeasureStatus.NOT_RELEVANT)
"""Decided for the whole target object, whoever's host is looked at."""
_BASES = {
    ClauseStatus.MET: Basis.CHECKS,
    ClauseStatus.NOT_MET: Basis.FAIL,
    ClauseStatus.UNKNOWN: Basis.UNSEEN,
    ClauseStatus.NOT_ASSESSED: Basis.OPEN,
    ClauseStatus.WAIVED: Basis.WAIVER,
}


class Owned:
    """The verdicts of an owner's hosts, and of everybody's which pairs fail without a waiver."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names
        self._verdicts: defaultdict[str, dict[str, Verdict]] = defaultdict(dict)
        self._failing: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, finding: FindingInfo) -> None:
        """Take note of a finding."""
        if finding.host in self.names:
            self._verdicts[finding.check][finding.host] = finding.verdict
        if finding.verdict is Verdict.FAIL and not finding.waiver:
            self._failing[finding.check].add(finding.host)

    def failing(self, checks: Iterable[str]) -> set[str]:
        """Hosts, of anybody, on which one of the checks fails."""
        return set().union(*(self._failing.get(check, ()) for check in checks))

    def verdicts(self, checks: Iterable[str]) -> Counter[Verdict]:
        """How often each verdict was given by the checks on the owner's hosts."""
        return Counter(verdict for check in checks for verdict in self._verdicts.get(check, {}).values())


def measure_of_owner(measure: MeasureInfo, owned: Owned) -> MeasureInfo:
    """The measure rolled up over the owner's hosts alone."""
    rolled = [_clause(clause, owned) for clause in measure.clauses]
    standings = [standing for _, standing in rolled]
    status = measure.status if measure.status in _FIXED else measure_status(standings)
    verdicts = owned.verdicts({check for clause in measure.clauses for check in clause.checks})
    return measure.model_copy(
        update={
            "status": status,
            "passed": verdicts[Verdict.PASS],
            "total": verdicts.total() - verdicts[Verdict.NOT_APPLICABLE],
            "clauses": tuple(clause for clause, _ in rolled),
            "suggestion": suggestion(status, standings),
        }
    )


def _clause(clause: ClauseInfo, owned: Owned) -> tuple[ClauseInfo, Standing]:
    by_host = {host: status for host, status in clause.by_host.items() if host in owned.names}
    failing = owned.failing(clause.checks)
    # A clause with a gap that no host fails is one that a person said is only partly implemented, for all hosts.
    told = clause.gap and not failing and ClauseStatus.NOT_MET not in clause.by_host.values()
    whole = over_hosts(
        Standing(status, _basis(status, clause, gap=told or host in failing)) for host, status in by_host.items()
    )
    update = {"status": whole.status, "gap": whole.gap, "hosts": dict(Counter(by_host.values())), "by_host": by_host}
    return clause.model_copy(update=update), whole


def _basis(status: ClauseStatus, clause: ClauseInfo, *, gap: bool) -> Basis:
    if status is ClauseStatus.PARTLY:
        return Basis.FAIL if gap else Basis.OPEN
    if status is ClauseStatus.NOT_APPLICABLE:
        return Basis.OPEN if clause.question else Basis.CHECKS
    return _BASES[status]

"""How much of what a run set out to see it saw."""

from __future__ import annotations

from scanner.model.night import Completeness
from scanner.model.report import Report
from scanner.model.unknown import Cause
from scanner.model.verdict import HostState, Verdict


def completeness(report: Report) -> Completeness:
    """Counted over the hosts and pairs the run planned. Hosts outside its limit and of other platforms are no part."""
    asked = [host for host in report.hosts if host.state is not HostState.NOT_SCANNED]
    judged = waiting = 0
    for finding in report.findings:
        judged += finding.verdict is not Verdict.ERROR
        waiting += finding.cause is Cause.NEEDS_POLICY
    return Completeness(
        hosts_seen=sum(host.state in (HostState.ANSWERED, HostState.PARTIAL) for host in asked),
        hosts=len(asked) + report.run.not_asked,
        pairs_seen=judged,
        pairs=max(report.run.planned_pairs, len(report.findings)) - waiting,
    )

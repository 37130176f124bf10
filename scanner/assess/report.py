"""Assembles the published report from what a run or the store knows. Everything counted is counted here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from scanner.assess.marking import marking
from scanner.assess.rollup import RollUp, roll_up
from scanner.assess.site import Site
from scanner.assess.telling import Telling
from scanner.assess.verdicts import Verdicts
from scanner.assess.waivers import Waivers
from scanner.language.check import Check
from scanner.model.action_plan import PlanInfo
from scanner.model.base import Text
from scanner.model.decision import Attestation, Waiver
from scanner.model.host import Host, Visit
from scanner.model.register import AttestationInfo, TrendPoint, WaiverInfo
from scanner.model.report import (
    CheckInfo,
    Findings,
    HostInfo,
    Proposal,
    Report,
    RunInfo,
    Summary,
)
from scanner.model.run import Observed
from scanner.model.settings import Settings
from scanner.model.status import Change
from scanner.model.unknown import Cause
from scanner.model.verdict import HostState, Severity, Verdict


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run saw, or what is known now. Hosts are meant by id; `site` has every host of the inventory."""

    run: RunInfo
    site: Site
    observed: Callable[[str], Iterable[Observed]]
    """What was observed of a check, by its id. Asked again it tells the same."""
    visits: Mapping[str, Visit]
    last_seen: Mapping[str, datetime] = field(default_factory=dict)
    trend: Sequence[TrendPoint] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What the report says of the checks themselves."""

    checks: Mapping[str, Check]
    proven_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    commands: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def assemble(
    seen: Seen,
    content: Content,
    proposals: Sequence[Proposal] = (),
    settings: Settings | None = None,
    plan: Sequence[PlanInfo] = (),
) -> Report:
    """The whole report; without settings, by their defaults.

    Findings of hosts that left the inventory and of checks that left the content are left out.
    """
    site, settings = seen.site, settings or Settings()
    verdicts, counts = Verdicts(site), Counts()
    hosts = {host.host_id: host for host in sorted(site.hosts, key=lambda host: host.name)}
    checks = sorted(content.checks)
    for check in checks:
        for each in seen.observed(check):
            if host := hosts.get(each.host):
                verdicts.add(each.host, each.said)
                counts.add(host.name, each)
    rolled = roll_up(site, verdicts)
    clauses = _clauses(site)
    told = Telling(seen.observed, hosts, checks, clauses, Waivers(site.waivers, site.as_of))
    return Report(
        run=seen.run,
        summary=_summary(seen, counts, rolled),
        hosts=_hosts(seen, counts),
        checks={name: _check(check, content, clauses.get(name, {})) for name, check in sorted(content.checks.items())},
        findings=Findings(told.by_check, counts.verdicts.total()),
        targets=rolled.targets,
        modules=rolled.modules,
        measures=rolled.measures,
        proposals=tuple(proposals),
        waivers=tuple(_register(waiver) for waiver in site.waivers if waiver.approved_on <= site.as_of),
        attestations=tuple(_stated(each) for each in site.attestations if each.made(site.as_of)),
        plan=tuple(plan),
        trend=tuple(seen.trend),
        deadlines=settings.deadlines,
        marking=marking(settings.marking, seen.run.agency, site.as_of),
        commands=dict(content.commands),
    )


def _stated(attestation: Attestation) -> AttestationInfo:
    return AttestationInfo.model_validate(attestation.model_dump())


def _register(waiver: Waiver) -> WaiverInfo:
    return WaiverInfo.model_validate(waiver.model_dump())


def _clauses(site: Site) -> Mapping[str, dict[str, str]]:
    """Of each check the clauses it speaks of, with what it says of each."""
    spoken: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for coverage in site.coverage.values():
        for code, clause in coverage.clauses.items():
            for link in clause.links:
                spoken[link.check][code] = link.says.value
    return spoken


class Counts:
    """Findings by what the summary tells of them."""

    def __init__(self) -> None:
        self.verdicts: Counter[Verdict] = Counter()
        self.gaps: Counter[Severity] = Counter()
        self.causes: Counter[Cause] = Counter()
        self.changes: Counter[Change] = Counter()
        self.hosts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        """Verdicts by host name."""

    def add(self, host: str, observed: Observed) -> None:
        """Count a finding."""
        said = observed.said
        self.verdicts[said.verdict] += 1
        self.hosts[host][said.verdict.value] += 1
        self.changes[observed.change] += 1
        if said.verdict is Verdict.FAIL:
            self.gaps[said.severity] += 1
        if said.cause:
            self.causes[said.cause] += 1


def _check(check: Check, content: Content, clauses: Mapping[str, str]) -> CheckInfo:
    fix = check.remediation
    return CheckInfo(
        id=check.id,
        title=check.title,
        gap=check.gap,
        why=check.why,
        severity=check.severity,
        scope=check.scope,
        remediation=Text(et=fix.et, en=fix.en),
        disruption=fix.disruption,
        verify=fix.verify,
        references=check.references,
        clauses=dict(clauses),
        proven_on=content.proven_on.get(check.id, ()),
        policy={param.policy: param.title for param in check.params.values() if param.policy},
    )


def _hosts(seen: Seen, counts: Counts) -> tuple[HostInfo, ...]:
    holding: defaultdict[str, list[str]] = defaultdict(list)
    for target in seen.site.scope.targets:
        for host in seen.site.members[target.id]:
            holding[host.host_id].append(target.id)
    return tuple(
        _host(host, seen, counts.hosts[host.name], tuple(holding[host.host_id]))
        for host in sorted(seen.site.hosts, key=lambda host: host.name)
    )


def _host(host: Host, seen: Seen, counts: Mapping[str, int], targets: tuple[str, ...]) -> HostInfo:
    visit = seen.visits.get(host.host_id) or Visit(host=host.host_id, state=HostState.NOT_SCANNED)
    return HostInfo(
        name=host.name,
        host_id=host.host_id,
        state=visit.state,
        cause=visit.cause,
        detail=visit.detail,
        escalated=visit.escalated,
        groups=host.groups,
        owner=host.owner,
        targets=targets,
        system=visit.system,
        observed_at=visit.observed_at,
        last_seen=seen.last_seen.get(host.host_id),
        seconds=visit.seconds,
        evidence_sha256=visit.evidence_sha256,
        counts=dict(counts),
    )


def _summary(seen: Seen, counts: Counts, rolled: RollUp) -> Summary:
    visited = (seen.visits.get(host.host_id) for host in seen.site.hosts)
    return Summary(
        hosts=dict(Counter(visit.state if visit else HostState.NOT_SCANNED for visit in visited)),
        verdicts=dict(counts.verdicts),
        gaps=dict(counts.gaps),
        causes=dict(counts.causes),
        changes=dict(counts.changes),
        clauses=rolled.clauses,
        percent=rolled.percent,
        unmodelled=rolled.unmodelled,
    )

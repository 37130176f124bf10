"""Assembles the published report from what a run or the store knows. Everything counted is counted here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from scanner.assess.marking import marking
from scanner.assess.rollup import RollUp, roll_up
from scanner.assess.site import Site
from scanner.assess.waivers import Waivers
from scanner.language.check import Check
from scanner.model.base import Text
from scanner.model.catalogue import measure_of
from scanner.model.decision import Waiver
from scanner.model.finding import Finding, Judged
from scanner.model.host import Host, Visit
from scanner.model.register import TrendPoint, WaiverInfo
from scanner.model.report import (
    CheckInfo,
    FindingInfo,
    Findings,
    HostInfo,
    Proposal,
    Report,
    RunInfo,
    Summary,
)
from scanner.model.run import Observed
from scanner.model.settings import Settings
from scanner.model.verdict import HostState, Verdict


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run saw, or what is known now. Hosts are meant by id; `site` has every host of the inventory."""

    run: RunInfo
    site: Site
    observed: Sequence[Observed]
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
    seen: Seen, content: Content, proposals: Sequence[Proposal] = (), settings: Settings | None = None
) -> Report:
    """The whole report; without settings, by their defaults.

    Findings of hosts that left the inventory and of checks that left the content are left out.
    """
    site, settings = seen.site, settings or Settings()
    hosts = {host.host_id: host for host in site.hosts}
    observed = [each for each in seen.observed if each.finding.host in hosts and each.finding.check in content.checks]
    rolled = roll_up(site, {(each.finding.host, each.finding.check): each.finding for each in observed})
    waivers = Waivers(site.waivers, site.as_of)
    clauses = _clauses(site)
    findings = Findings.of(
        _finding(each, hosts[each.finding.host], clauses.get(each.finding.check, {}), waivers) for each in observed
    )
    return Report(
        run=seen.run,
        summary=_summary(seen, findings, rolled),
        hosts=_hosts(seen, findings),
        checks={name: _check(check, content, clauses.get(name, {})) for name, check in sorted(content.checks.items())},
        findings=findings,
        targets=rolled.targets,
        modules=rolled.modules,
        measures=rolled.measures,
        proposals=tuple(proposals),
        waivers=tuple(_register(waiver) for waiver in site.waivers if waiver.approved_on <= site.as_of),
        trend=tuple(seen.trend),
        deadlines=settings.deadlines,
        marking=marking(settings.marking, seen.run.agency, site.as_of),
        commands=dict(content.commands),
    )


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


def _finding(observed: Observed, host: Host, clauses: Mapping[str, str], waivers: Waivers) -> FindingInfo:
    finding = observed.finding
    objects = _marked(finding, waivers.objects(finding, host))
    first = objects[0] if objects else None
    waiver = _waiver(finding, host, clauses, waivers)
    return FindingInfo(
        check=finding.check,
        host=host.name,
        verdict=finding.verdict,
        severity=finding.severity,
        cause=finding.cause,
        expected=first.expected if first else None,
        actual=first.actual if first else None,
        message=finding.message,
        source=first.source if first else None,
        objects=objects,
        judged=finding.judged,
        measures=tuple(clauses),
        change=observed.change,
        first_seen=observed.since,
        observed_at=finding.observed_at,
        waiver=waiver,
        params=finding.params,
    )


def _waiver(finding: Finding, host: Host, clauses: Mapping[str, str], waivers: Waivers) -> str | None:
    """The waiver a gap is under: of the check itself, or of every measure it speaks of. One for some leaves a gap."""
    if finding.verdict is not Verdict.FAIL:
        return None
    if whole := waivers.covering(finding, host, None):
        return whole.id
    covering = [waivers.covering(finding, host, measure) for measure in dict.fromkeys(map(measure_of, clauses))]
    return next((each.id for each in covering if each), None) if covering and all(covering) else None


def _marked(finding: Finding, waived: Mapping[str, str]) -> tuple[Judged, ...]:
    """The objects, those under a waiver marked with it."""
    return tuple(
        each.model_copy(update={"waived_by": waived[each.key]}) if each.key in waived else each
        for each in finding.objects
    )


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


def _hosts(seen: Seen, findings: Findings) -> tuple[HostInfo, ...]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for finding in findings:
        counts[finding.host][finding.verdict.value] += 1
    holding: defaultdict[str, list[str]] = defaultdict(list)
    for target in seen.site.scope.targets:
        for host in seen.site.members[target.id]:
            holding[host.host_id].append(target.id)
    return tuple(
        _host(host, seen, counts[host.name], tuple(holding[host.host_id]))
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


def _summary(seen: Seen, findings: Findings, rolled: RollUp) -> Summary:
    visited = (seen.visits.get(host.host_id) for host in seen.site.hosts)
    return Summary(
        hosts=dict(Counter(visit.state if visit else HostState.NOT_SCANNED for visit in visited)),
        verdicts=dict(Counter(finding.verdict for finding in findings)),
        gaps=dict(Counter(finding.severity for finding in findings if finding.verdict is Verdict.FAIL)),
        causes=dict(Counter(finding.cause for finding in findings if finding.cause)),
        changes=dict(Counter(finding.change for finding in findings)),
        clauses=rolled.clauses,
        percent=rolled.percent,
        unmodelled=rolled.unmodelled,
    )

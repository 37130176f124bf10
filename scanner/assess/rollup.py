"""The roll-up: from findings to clauses, measures and modules of every target object."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from scanner.assess.clause import Evidence, Look, Standing, binding_links, standing, statement
from scanner.assess.combine import measure_status, over_hosts, suggestion
from scanner.assess.combine import percent as share
from scanner.assess.selection import CARRIERS, Choice, choose, highest, need_of
from scanner.assess.waivers import Waivers
from scanner.model.catalogue import Catalogue, Measure, group_of
from scanner.model.coverage import ClauseCoverage, Coverage
from scanner.model.decision import Attestation, Waiver
from scanner.model.finding import Finding
from scanner.model.host import Host
from scanner.model.report import ClauseInfo, MeasureInfo, ModuleInfo, TargetInfo
from scanner.model.status import ClauseStatus, MeasureStatus
from scanner.model.target import AREA, Needs, Scope, Target
from scanner.model.verdict import Verdict

Pair = tuple[str, str]
"""Host id and check id: the identity of a finding."""
Findings = Mapping[Pair, Finding]


@dataclass(frozen=True)
class Site:
    """What the roll-up stands on besides findings. `checks` are the ids of checks that exist."""

    scope: Scope
    catalogue: Catalogue
    coverage: Mapping[str, Coverage]
    checks: frozenset[str]
    hosts: Sequence[Host]
    as_of: date
    attestations: Sequence[Attestation] = ()
    waivers: Sequence[Waiver] = ()

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """The target objects, and the whole area as one more where process modules apply."""
        scope = self.scope
        if not scope.process_modules:
            return scope.targets
        area = Target(
            id=AREA,
            name=scope.area or scope.agency or AREA,
            owner=scope.area_owner,
            modules=scope.process_modules,
            need=highest(target.need for target in scope.targets),
            high_measures=scope.area_high_measures,
        )
        return (*scope.targets, area)

    @cached_property
    def members(self) -> Mapping[str, tuple[Host, ...]]:
        """The hosts of each target object; the area has every modelled host."""
        ordered = sorted(self.hosts, key=lambda host: host.host_id)
        own = {t.id: tuple(host for host in ordered if t.holds(host)) for t in self.scope.targets}
        modelled = {host.host_id for hosts in own.values() for host in hosts}
        return {**own, AREA: tuple(host for host in ordered if host.host_id in modelled)}

    @cached_property
    def unmodelled(self) -> tuple[str, ...]:
        """Names of hosts in no target object."""
        modelled = {host.host_id for host in self.members[AREA]}
        return tuple(sorted(host.name for host in self.hosts if host.host_id not in modelled))

    @cached_property
    def around(self) -> Mapping[str, tuple[Target, ...]]:
        """The target objects that hold each host, by host id."""
        holding: defaultdict[str, list[Target]] = defaultdict(list)
        for target in self.scope.targets:
            for host in self.members[target.id]:
                holding[host.host_id].append(target)
        return {host: tuple(targets) for host, targets in holding.items()}

    def covering(self, clause: str, module: str) -> ClauseCoverage | None:
        """How a clause is answered; None for a module nobody has covered yet."""
        coverage = self.coverage.get(module)
        return coverage.clauses.get(clause) if coverage else None


@dataclass(frozen=True)
class RollUp:
    """How everything stands."""

    targets: tuple[TargetInfo, ...]
    modules: tuple[ModuleInfo, ...]
    measures: tuple[MeasureInfo, ...]
    clauses: dict[ClauseStatus, int]
    percent: float | None
    unmodelled: tuple[str, ...]


def roll_up(site: Site, findings: Findings) -> RollUp:
    """All target objects of a site. Findings missing for a host and an existing check count as never scanned."""
    known = _Known(site, findings)
    measures: list[MeasureInfo] = []
    counts: defaultdict[str, Counter[ClauseStatus]] = defaultdict(Counter)
    for target in site.targets:
        for module in target.modules:
            for measure in site.catalogue.of_module(module):
                info = _measure(known, target, measure)
                if info is None:
                    continue
                measures.append(info)
                if info.status is not MeasureStatus.TO_CONSIDER:
                    for clause in info.clauses:
                        counts[module].update(clause.hosts)
    total: Counter[ClauseStatus] = sum(counts.values(), Counter())
    return RollUp(
        targets=tuple(_target(site, target) for target in site.targets),
        modules=_modules(site, measures, counts),
        measures=tuple(measures),
        clauses=dict(total),
        percent=share(total),
        unmodelled=site.unmodelled,
    )


class _Known:
    """Findings and decisions, looked up by what the roll-up asks."""

    def __init__(self, site: Site, findings: Findings) -> None:
        self.site, self.findings = site, findings
        self.waivers = Waivers(site.waivers, site.as_of)
        self._said: defaultdict[str, list[Attestation]] = defaultdict(list)
        for attestation in site.attestations:
            self._said[attestation.clause].append(attestation)

    def look(self, host: Host | None, measure: str) -> Look:
        """Evidence of checks on one host, with waivers as that measure sees them."""

        def evidence(check: str) -> Evidence | None:
            finding = self.findings.get((host.host_id, check)) if host else None
            if finding is None or host is None:
                return None
            waiver = self.waivers.covering(finding, host, measure) if finding.verdict is Verdict.FAIL else None
            return Evidence(finding.verdict, waiver.kind if waiver else None)

        return evidence

    def verdict(self, host: Host, check: str) -> Verdict | None:
        """The verdict of a check on a host; None when it was never scanned."""
        finding = self.findings.get((host.host_id, check))
        return finding.verdict if finding else None

    def said(self, clause: str, target: Target, host: Host | None) -> Attestation | None:
        """The statement that counts for a clause on a host of the target object."""
        names = {host.host_id, host.name, *host.former_names} if host else set()
        meant = (
            each for each in self._said.get(clause, ()) if each.target == target.id or not names.isdisjoint(each.hosts)
        )
        return statement(meant, self.site.as_of)


def _measure(known: _Known, target: Target, measure: Measure) -> MeasureInfo | None:
    site = known.site
    needs = {host.host_id: _need(site, target, measure.module, host) for host in site.members[target.id]}
    overall = highest([target.need, *needs.values()]) if group_of(measure.module) in CARRIERS else target.need
    choice = choose(measure, site.scope, target, overall)
    if choice is Choice.OUT:
        return None
    # Without a host only people can answer, and no check is waited for.
    hosts: Sequence[Host | None] = site.members[target.id] or (None,)
    looks = [known.look(host, measure.code) for host in hosts]
    infos: list[ClauseInfo] = []
    standings: list[Standing] = []
    checked: dict[Pair, Verdict | None] = {}
    for clause in measure.clause_codes:
        coverage = site.covering(clause, measure.module)
        by_host: dict[str, Standing] = {}
        checks: set[str] = set()
        for host, look in zip(hosts, looks, strict=True):
            need = needs[host.host_id] if host is not None else target.need
            links = binding_links(coverage, need, site.checks) if host is not None else ()
            said = known.said(clause, target, host)
            stands = standing(coverage, measure.level, need, links, look, said, site.as_of)
            by_host[host.name if host is not None else ""] = stands
            if host is not None:
                checks |= {link.check for link in links}
                checked |= {(host.host_id, link.check): known.verdict(host, link.check) for link in links}
        whole = over_hosts(by_host.values())
        standings.append(whole)
        infos.append(_clause(site, target, clause, coverage, whole, by_host, checks))
    status = MeasureStatus.TO_CONSIDER if choice is Choice.TO_CONSIDER else measure_status(standings)
    return MeasureInfo(
        code=measure.code,
        title=measure.title,
        module=measure.module,
        level=measure.level,
        marks=measure.marks,
        target=target.id,
        status=status,
        passed=sum(verdict is Verdict.PASS for verdict in checked.values()),
        total=sum(verdict is not Verdict.NOT_APPLICABLE for verdict in checked.values()),
        clauses=tuple(infos),
        suggestion=suggestion(status, standings),
    )


def _need(site: Site, target: Target, module: str, host: Host) -> Needs:
    return target.need if target.id == AREA else need_of(module, target, site.around[host.host_id])


def _clause(
    site: Site,
    target: Target,
    code: str,
    coverage: ClauseCoverage | None,
    whole: Standing,
    by_host: Mapping[str, Standing],
    checks: set[str],
) -> ClauseInfo:
    each = Counter(standing.status for standing in by_host.values())
    return ClauseInfo(
        code=code,
        status=whole.status,
        gap=whole.gap,
        text=site.catalogue.text_of(code),
        # A process module has one row for the whole area, however many hosts are evidence.
        hosts={whole.status: 1} if target.id == AREA else dict(each),
        checks=tuple(sorted(checks)),
        question=coverage.attest if coverage else None,
        organisational=coverage.organisational if coverage else False,
        by_host={host: standing.status for host, standing in by_host.items() if host},
    )


def _target(site: Site, target: Target) -> TargetInfo:
    return TargetInfo(
        id=target.id,
        name=target.name,
        owner=target.owner,
        need=target.need,
        modules=target.modules,
        hosts=tuple(host.name for host in site.members[target.id]),
    )


def _modules(
    site: Site, measures: Sequence[MeasureInfo], counts: Mapping[str, Counter[ClauseStatus]]
) -> tuple[ModuleInfo, ...]:
    applied: defaultdict[str, list[str]] = defaultdict(list)
    for target in site.targets:
        for module in target.modules:
            applied[module].append(target.id)
    uncovered: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for measure in measures:
        for clause in measure.clauses:
            coverage = site.covering(clause.code, measure.module)
            if not any(link.check in site.checks for link in (coverage.links if coverage else ())):
                uncovered[measure.module][clause.code] = None
    return tuple(
        ModuleInfo(
            code=module.code,
            title=module.title,
            targets=tuple(applied[module.code]),
            counts=dict(counts.get(module.code, {})),
            percent=share(counts.get(module.code, {})),
            uncovered=tuple(uncovered[module.code]),
        )
        for module in site.catalogue.modules
        if module.code in applied
    )

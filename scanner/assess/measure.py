"""How one measure stands on one target object: each clause on each host, then over the hosts, then over the clauses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from scanner.assess.clause import Evidence, Look, Standing, binding_links, standing, statement
from scanner.assess.combine import measure_status, over_hosts, suggestion
from scanner.assess.selection import CARRIERS, Choice, choose, highest
from scanner.assess.site import Site
from scanner.assess.waivers import Waivers
from scanner.model.catalogue import Measure, group_of
from scanner.model.coverage import ClauseCoverage
from scanner.model.decision import Attestation
from scanner.model.finding import Finding, Pair
from scanner.model.host import Host
from scanner.model.report import ClauseInfo, MeasureInfo
from scanner.model.status import MeasureStatus
from scanner.model.target import AREA, Target
from scanner.model.verdict import Verdict


class Known:
    """Findings and decisions, looked up by what the roll-up asks."""

    def __init__(self, site: Site, findings: Mapping[Pair, Finding]) -> None:
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


def measure_info(known: Known, target: Target, measure: Measure) -> MeasureInfo | None:
    """How a measure stands on a target object, clause by clause; None where it is not selected."""
    site = known.site
    needs = {host.host_id: site.need(measure.module, target, host) for host in site.members[target.id]}
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

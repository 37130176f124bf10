"""How one measure stands on one target object: each clause on each host, then over the hosts, then over the clauses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import repeat

from scanner.assess.clause import Standing, binding_links, standing, statement
from scanner.assess.combine import measure_status, over_hosts, suggestion
from scanner.assess.selection import CARRIERS, Choice, choose, highest
from scanner.assess.site import Site
from scanner.assess.verdicts import EVIDENCE, Verdicts
from scanner.model.by_host import ByHost, HostNames
from scanner.model.catalogue import Measure, group_of
from scanner.model.coverage import ClauseCoverage, Link
from scanner.model.decision import Attestation
from scanner.model.host import Host
from scanner.model.report import ClauseInfo, MeasureInfo
from scanner.model.status import MeasureStatus
from scanner.model.target import AREA, Needs, Target
from scanner.model.verdict import Verdict


class Known:
    """Verdicts and decisions, looked up by what the roll-up asks."""

    def __init__(self, site: Site, verdicts: Verdicts) -> None:
        self.site, self.verdicts = site, verdicts
        self._said: defaultdict[str, list[Attestation]] = defaultdict(list)
        for attestation in site.attestations:
            self._said[attestation.clause].append(attestation)

    def said(self, clause: str, target: Target, host: Host | None) -> Attestation | None:
        """The statement that counts for a clause on a host of the target object."""
        if clause not in self._said:
            return None
        names = {host.host_id, host.name, *host.former_names} if host else set()
        meant = (
            each for each in self._said.get(clause, ()) if each.target == target.id or not names.isdisjoint(each.hosts)
        )
        return statement(meant, self.site.as_of)


def measure_info(known: Known, target: Target, measure: Measure) -> MeasureInfo | None:
    """How a measure stands on a target object, clause by clause; None where it is not selected."""
    site = known.site
    members = Members(site, target, measure.module)
    overall = highest([target.need, *members.needs]) if group_of(measure.module) in CARRIERS else target.need
    choice = choose(measure, site.scope, target, overall)
    if choice is Choice.OUT:
        return None
    infos: list[ClauseInfo] = []
    standings: list[Standing] = []
    bound: set[tuple[int, str]] = set()
    for clause in measure.clause_codes:
        coverage = site.covering(clause, measure.module)
        links = [binding_links(coverage, need, site.checks) if members.hosts else () for need in members.needs]
        by_host = _standings(known, target, measure, clause, members, links)
        whole = over_hosts(set(by_host))
        standings.append(whole)
        own = {(kind, link.check) for kind, binding in enumerate(links) for link in binding}
        bound |= own
        infos.append(_clause(site, target, clause, coverage, whole, by_host, members, {check for _, check in own}))
    judged = _judged(known, measure, members, bound)
    status = MeasureStatus.TO_CONSIDER if choice is Choice.TO_CONSIDER else measure_status(standings)
    return MeasureInfo(
        code=measure.code,
        title=measure.title,
        module=measure.module,
        level=measure.level,
        marks=measure.marks,
        target=target.id,
        status=status,
        passed=judged[Verdict.PASS],
        total=judged.total() - judged[Verdict.NOT_APPLICABLE],
        clauses=tuple(infos),
        suggestion=suggestion(status, standings),
        priority=next((own for name, own in (measure.profiles or {}).items() if name == site.scope.profile), None),
    )


class Members:
    """The hosts of a target object, and how high the need of each is for a module. There are few different needs."""

    def __init__(self, site: Site, target: Target, module: str) -> None:
        self.hosts = site.members[target.id]
        found: dict[Needs, int] = {}
        # Without a host only people can answer, and no check is waited for.
        each = [site.need(module, target, host) for host in self.hosts] or [target.need]
        self.kinds = [found.setdefault(need, len(found)) for need in each]
        """For each host the place of its need among `needs`."""
        self.needs = tuple(found)
        self.names = HostNames(host.name for host in self.hosts)


def _standings(
    known: Known,
    target: Target,
    measure: Measure,
    clause: str,
    members: Members,
    links: Sequence[Sequence[Link]],
) -> list[Standing]:
    """How a clause stands on each host; hosts of which the same is known are worked out once."""
    coverage = known.site.covering(clause, measure.module)
    checks = sorted({link.check for binding in links for link in binding})
    codes = [known.verdicts.codes(check, measure.code, members.hosts) for check in checks]
    hosts: Sequence[Host | None] = members.hosts or (None,)
    seen: Iterable[tuple[int, ...]] = zip(*codes, strict=True) if codes else repeat((), len(hosts))
    stands: dict[object, Standing] = {}
    found = []
    for host, kind, own in zip(hosts, members.kinds, seen, strict=True):
        said = known.said(clause, target, host)
        alike = (kind, own, said)
        if alike not in stands:
            look = dict(zip(checks, (EVIDENCE[code] for code in own), strict=True)).get
            need = members.needs[kind]
            stands[alike] = standing(coverage, measure.level, need, links[kind], look, said, known.site.as_of)
        found.append(stands[alike])
    return found


def _judged(
    known: Known, measure: Measure, members: Members, bound: Iterable[tuple[int, str]]
) -> Counter[Verdict | None]:
    """Pairs by verdict, of the checks that bind at each need; None for those never scanned."""
    hosts_of: defaultdict[int, list[Host]] = defaultdict(list)
    for kind, host in zip(members.kinds, members.hosts, strict=False):
        hosts_of[kind].append(host)
    counts: Counter[Verdict | None] = Counter()
    for kind, check in bound:
        for code, number in Counter(known.verdicts.codes(check, measure.code, hosts_of[kind])).items():
            evidence = EVIDENCE[code]
            counts[evidence.verdict if evidence else None] += number
    return counts


def _clause(
    site: Site,
    target: Target,
    code: str,
    coverage: ClauseCoverage | None,
    whole: Standing,
    by_host: Sequence[Standing],
    members: Members,
    checks: set[str],
) -> ClauseInfo:
    statuses = [standing.status for standing in by_host]
    return ClauseInfo(
        code=code,
        status=whole.status,
        gap=whole.gap,
        text=site.catalogue.text_of(code),
        # A process module has one row for the whole area, however many hosts are evidence.
        hosts={whole.status: 1} if target.id == AREA else dict(Counter(statuses)),
        checks=tuple(sorted(checks)),
        question=coverage.attest if coverage else None,
        organisational=coverage.organisational if coverage else False,
        by_host=ByHost(members.names, statuses if members.hosts else ()),
    )

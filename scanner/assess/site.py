"""What the roll-up stands on besides findings: what is modelled, the catalogue, its coverage, people's decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from scanner.assess.selection import highest, need_of
from scanner.model.catalogue import Catalogue
from scanner.model.coverage import ClauseCoverage, Coverage
from scanner.model.decision import Attestation, Waiver
from scanner.model.host import Host
from scanner.model.target import AREA, Needs, Scope, Target


@dataclass(frozen=True)
class Site:
    """A site on one day. `hosts` are all of the inventory, `checks` the ids of checks that exist."""

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

    def need(self, module: str, target: Target, host: Host) -> Needs:
        """The need that counts for a module of a target object on one of its hosts."""
        return target.need if target.id == AREA else need_of(module, target, self.around[host.host_id])

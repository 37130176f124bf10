"""The roll-up: from findings to clauses, measures and modules of every target object."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scanner.assess.combine import percent as share
from scanner.assess.measure import Known, measure_info
from scanner.assess.site import Site
from scanner.assess.verdicts import Verdicts
from scanner.model.report import MeasureInfo, ModuleInfo, TargetInfo
from scanner.model.status import ClauseStatus, MeasureStatus
from scanner.model.target import Target


@dataclass(frozen=True)
class RollUp:
    """How everything stands."""

    targets: tuple[TargetInfo, ...]
    modules: tuple[ModuleInfo, ...]
    measures: tuple[MeasureInfo, ...]
    clauses: dict[ClauseStatus, int]
    percent: float | None
    unmodelled: tuple[str, ...]


def roll_up(site: Site, verdicts: Verdicts) -> RollUp:
    """All target objects of a site. A verdict missing for a host and an existing check counts as never scanned."""
    known = Known(site, verdicts)
    measures: list[MeasureInfo] = []
    counts: defaultdict[str, Counter[ClauseStatus]] = defaultdict(Counter)
    for target in site.targets:
        for module in target.modules:
            for measure in site.catalogue.of_module(module):
                info = measure_info(known, target, measure)
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

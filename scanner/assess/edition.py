"""An owner's edition of a report: only that owner's hosts, and nothing that tells of anybody else's."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from scanner.assess.combine import percent
from scanner.assess.edition_measures import Owned, measure_of_owner
from scanner.errors import UsageError
from scanner.model.base import Text
from scanner.model.finding import Judged
from scanner.model.report import FindingInfo, MeasureInfo, ModuleInfo, Report, Summary, TargetInfo
from scanner.model.status import ClauseStatus, MeasureStatus
from scanner.model.target import AREA
from scanner.model.verdict import Verdict

_OTHER = Text(et="teine host", en="another host")


@dataclass(frozen=True, slots=True)
class Filtered:
    """Findings of a report, those kept, read anew on each pass: a large report's findings are never all in memory."""

    source: Report
    kept: Callable[[FindingInfo], FindingInfo | None]
    length: int

    def __iter__(self) -> Iterator[FindingInfo]:
        return (kept for finding in self.source.findings if (kept := self.kept(finding)))

    def __len__(self) -> int:
        return self.length


def for_owner(report: Report, owner: str) -> Report:
    """The report as this owner may have it: own hosts, their findings and target objects, and counts made of these.

    What spans owners is left out: process modules of the whole area, the trend, the reasons of waivers and who decided
    them. A check that compares hosts says "another host" for one of another owner. What a host itself was seen to hold
    is its owner's to see and stays as it was read. Raises UsageError for an owner without a host.
    """
    hosts = tuple(host for host in report.hosts if host.owner == owner)
    if not hosts:
        known = ", ".join(sorted({host.owner for host in report.hosts}))
        raise UsageError(f"no host of this report has the owner {owner!r}", todo=f"owners there are: {known}")
    names = frozenset(host.name for host in hosts)
    others = {name for host in report.hosts if host.owner != owner for name in (host.name, host.host_id)}
    hide = _hiding(others - names - {host.host_id for host in hosts})

    def kept(finding: FindingInfo) -> FindingInfo | None:
        return hide(finding) if finding.host in names else None

    owned = Owned(names)
    counts = _Counts()
    for finding in report.findings:
        owned.add(finding)
        if finding.host in names:
            counts.add(finding)
    targets = tuple(each for target in report.targets if (each := _target(target, names, owner)))
    measures = _measures(report, {target.id for target in targets}, owned)
    modules = _modules(report, targets, measures)
    clauses: Counter[ClauseStatus] = sum((Counter(module.counts) for module in modules), Counter())
    findings: Any = Filtered(report, kept, sum(counts.verdicts.values()))
    missing = max(0, report.run.planned_pairs - len(report.findings))
    run = {"planned_pairs": len(findings) + missing, "limit": "…" if report.run.limit else ""}
    proposals = (
        each.model_copy(update={"hosts": tuple(host for host in each.hosts if host in names)})
        for each in report.proposals
    )
    return report.model_copy(
        update={
            "run": report.run.model_copy(update=run),
            "summary": Summary(
                hosts=dict(Counter(host.state for host in hosts)),
                verdicts=dict(counts.verdicts),
                gaps=dict(counts.gaps),
                causes=dict(counts.causes),
                changes=dict(counts.changes),
                clauses=dict(clauses),
                percent=percent(clauses),
                unmodelled=tuple(name for name in report.summary.unmodelled if name in names),
            ),
            "hosts": hosts,
            "findings": findings,
            "targets": targets,
            "modules": modules,
            "measures": measures,
            "proposals": tuple(each for each in proposals if each.hosts),
        }
    )


class _Counts:
    """What a summary counts of findings."""

    def __init__(self) -> None:
        self.verdicts: Counter[Any] = Counter()
        self.gaps: Counter[Any] = Counter()
        self.causes: Counter[Any] = Counter()
        self.changes: Counter[Any] = Counter()

    def add(self, finding: FindingInfo) -> None:
        self.verdicts[finding.verdict] += 1
        self.changes[finding.change] += 1
        if finding.verdict is Verdict.FAIL:
            self.gaps[finding.severity] += 1
        if finding.cause:
            self.causes[finding.cause] += 1


def _target(target: TargetInfo, names: frozenset[str], owner: str) -> TargetInfo | None:
    hosts = tuple(host for host in target.hosts if host in names)
    if not hosts or target.id == AREA:
        return None
    return target.model_copy(update={"hosts": hosts, "owner": target.owner if target.owner == owner else None})


def _measures(report: Report, targets: set[str], owned: Owned) -> tuple[MeasureInfo, ...]:
    whole = {target.id for target in report.targets if owned.names.issuperset(target.hosts)}
    return tuple(
        measure if measure.target in whole else measure_of_owner(measure, owned)
        for measure in report.measures
        if measure.target in targets
    )


def _modules(
    report: Report, targets: tuple[TargetInfo, ...], measures: tuple[MeasureInfo, ...]
) -> tuple[ModuleInfo, ...]:
    counts: defaultdict[str, Counter[ClauseStatus]] = defaultdict(Counter)
    for measure in measures:
        if measure.status is not MeasureStatus.TO_CONSIDER:
            for clause in measure.clauses:
                counts[measure.module].update(clause.hosts)
    kept = {target.id for target in targets}
    return tuple(
        module.model_copy(
            update={
                "targets": tuple(target for target in module.targets if target in kept),
                "counts": dict(counts[module.code]),
                "percent": percent(counts[module.code]),
            }
        )
        for module in report.modules
        if not kept.isdisjoint(module.targets)
    )


def _hiding(others: set[str]) -> Callable[[FindingInfo], FindingInfo]:
    """Takes the names of others' hosts out of what a finding says."""
    longest = sorted(others, key=lambda name: (-len(name), name))
    pattern = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, longest))})(?![\w-]|\.\w)")

    def plain(text: str | None) -> str | None:
        return text and pattern.sub(f"{_OTHER.et} / {_OTHER.en}", text)

    def said(text: Text) -> Text:
        return Text(et=pattern.sub(_OTHER.et, text.et), en=pattern.sub(_OTHER.en, text.en))

    def judged(each: Judged) -> Judged:
        return each.model_copy(update={"actual": plain(each.actual), "detail": plain(each.detail)})

    def hide(finding: FindingInfo) -> FindingInfo:
        return finding.model_copy(
            update={
                "message": said(finding.message),
                "actual": plain(finding.actual),
                "objects": tuple(map(judged, finding.objects)),
            }
        )

    return hide if others else lambda finding: finding

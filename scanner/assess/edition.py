"""An owner's edition of a report: only that owner's hosts, and nothing that tells of anybody else's."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from scanner.assess.combine import percent
from scanner.assess.edition_measures import Owned, measure_of_owner
from scanner.errors import UsageError
from scanner.model.action_plan import PlanInfo
from scanner.model.base import Text
from scanner.model.finding import Judged
from scanner.model.register import AttestationInfo, WaiverInfo
from scanner.model.report import FindingInfo, Findings, HostInfo, MeasureInfo, ModuleInfo, Report, Summary, TargetInfo
from scanner.model.status import ClauseStatus, MeasureStatus
from scanner.model.target import AREA
from scanner.model.verdict import HostState, Verdict

_FOR_EVERYBODY = frozenset({"format", "checks", "deadlines", "marking", "commands"})
"""Fields of a report that are the same in every edition."""
_OTHER = Text(et="teine host", en="another host")


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
    groups = frozenset(group for host in hosts for group in host.groups)
    others = {name for host in report.hosts if host.owner != owner for name in (host.name, host.host_id)}
    hide = _hiding(others - names - {host.host_id for host in hosts})
    fleet = {check.id for check in report.checks.values() if check.scope == "fleet"}

    def own() -> Iterator[tuple[str, tuple[FindingInfo, ...]]]:
        for check, findings in report.findings.by_check():
            kept = (hide(each) if check in fleet else each for each in findings if each.host in names)
            if found := tuple(kept):
                yield check, found

    targets = tuple(each for target in report.targets if (each := _target(target, names, owner)))
    unasked = sum(host.state is HostState.NOT_SCANNED for host in hosts)
    missing = max(0, report.run.planned_pairs - len(report.findings))
    edition = part(report, hosts, targets, own, missing)
    run = edition.run.model_copy(
        update={"limit": "…" if report.run.limit else "", "not_asked": min(report.run.not_asked, unasked)}
    )
    called = names | {host.host_id for host in hosts}
    waivers = (_waiver(waiver, called, groups) for waiver in report.waivers)
    stated = (_attestation(each, called, {target.id for target in targets}) for each in report.attestations)
    return edition.model_copy(
        update={
            "run": run,
            "waivers": tuple(each for each in waivers if each),
            "attestations": tuple(each for each in stated if each),
            "plan": tuple(_planned(each) for each in report.plan if each.owner == owner),
        }
    )


def part(
    report: Report,
    hosts: tuple[HostInfo, ...],
    targets: tuple[TargetInfo, ...],
    own: Callable[[], Iterator[tuple[str, tuple[FindingInfo, ...]]]],
    missing: int,
) -> Report:
    """The report with these hosts alone: counts, measures and modules made anew of their findings.

    `own` begins anew each time and gives their findings check by check; `missing` pairs were planned and not judged.
    What nobody has decided to keep is empty, rather than everybody's.
    """
    names = frozenset(host.name for host in hosts)
    owned = Owned(names)
    counts = _Counts()
    for finding in report.findings:
        owned.add(finding)
        if finding.host in names:
            counts.add(finding)
    measures = _measures(report, {target.id for target in targets}, owned)
    modules = _modules(report, targets, measures)
    clauses: Counter[ClauseStatus] = sum((Counter(module.counts) for module in modules), Counter())
    findings = Findings(own, counts.verdicts.total())
    proposals = (
        each.model_copy(update={"hosts": tuple(host for host in each.hosts if host in names)})
        for each in report.proposals
    )
    undecided = {name: each.get_default() for name, each in Report.model_fields.items() if name not in _FOR_EVERYBODY}
    return report.model_copy(
        update=undecided
        | {
            "run": report.run.model_copy(update={"planned_pairs": len(findings) + missing}),
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


def _planned(row: PlanInfo) -> PlanInfo:
    """Who is to close the gap by when: without what the agency noted for itself."""
    return row.model_copy(update={"comment": "", "source": ""})


def _waiver(waiver: WaiverInfo, names: frozenset[str], groups: frozenset[str]) -> WaiverInfo | None:
    """That there is a waiver for own hosts, and until when: without reasons, and without the hosts of others."""
    kept = {"hosts": tuple(names.intersection(waiver.hosts)), "groups": tuple(groups.intersection(waiver.groups))}
    if (waiver.hosts or waiver.groups) and not any(kept.values()):
        return None
    told = {name: getattr(waiver, name) for name in ("id", "kind", "check", "measure", "approved_on", "expires")}
    return WaiverInfo(**told, **{name: tuple(sorted(values)) for name, values in kept.items()})


def _attestation(said: AttestationInfo, names: frozenset[str], targets: set[str]) -> AttestationInfo | None:
    """That own hosts or target objects are spoken of, and until when: without what was said and by whom."""
    hosts = tuple(sorted(names.intersection(said.hosts)))
    if not hosts and said.target not in targets:
        return None
    return said.model_copy(update={"hosts": hosts, "statement": "", "by": "", "evidence": None})


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
    longest = "|".join(re.escape(name) for name in sorted(others, key=lambda name: (-len(name), name)))
    pattern = re.compile(rf"(?<![\w.@-])(?:[^\s,@]+@)?(?:{longest})(?![\w-]|\.\w)")

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

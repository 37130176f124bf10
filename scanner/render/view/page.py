"""The whole page: what every format for people shows, in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote

from scanner.model.base import Lang
from scanner.model.catalogue import Level
from scanner.model.report import HostInfo, Report
from scanner.model.status import Change
from scanner.model.unknown import Cause
from scanner.model.verdict import HostState, Severity, Verdict
from scanner.render.say import Say, clip
from scanner.render.view.completeness import Completeness, completeness
from scanner.render.view.coverage import (
    JUDGED,
    Matrix,
    MeasureRow,
    ModuleLine,
    Segment,
    matrix,
    measures,
    modules,
    segments,
)
from scanner.render.view.gaps import STATUSES, Gap, gaps, groups_of, natural, owner_name
from scanner.render.view.registers import Registers, registers
from scanner.render.view.tally import MOST_CHANGES, TOLD, Tally
from scanner.render.view.trend import Age, Bar, ages, trend

__all__ = ["Page", "address", "groups_of", "owner_name", "page"]

SHOWN_CHANGES = (*TOLD, Change.PERSISTING, Change.NOT_SCANNED)


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter: as in the address, as read, and how many gaps have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter over the gaps."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed in one way: the number of findings, and the checks with their hosts."""

    change: Change
    count: int
    checks: tuple[tuple[str, str, str], ...]
    """Anchor (empty when the check has no gap now), sentence, hosts."""
    more: int


@dataclass(frozen=True, slots=True)
class HostRow:
    """A host with its counts by verdict, in the order of Verdict."""

    host: HostInfo
    name: str
    owner: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check with its counts by verdict."""

    id: str
    title: str
    severity: Severity
    counts: tuple[int, ...]
    proven: str
    gap: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Everything to show about one report."""

    report: Report
    need: str
    completeness: Completeness
    changes: tuple[Changed, ...]
    trend: tuple[Bar, ...]
    ages: tuple[Age, ...]
    late: int
    registers: Registers
    totals: tuple[Segment, ...]
    total_share: str
    total_formula: str
    modules: tuple[ModuleLine, ...]
    matrix: Matrix
    gaps: tuple[Gap, ...]
    facets: tuple[Facet, ...]
    measures: tuple[MeasureRow, ...]
    hosts: tuple[HostRow, ...]
    checks: tuple[CheckRow, ...]

    def told(self, say: Say) -> str:
        """How many checks found a gap, and how many could not say."""
        if not self.gaps:
            unreached = self.report.summary.causes.get(Cause.UNREACHABLE, 0)
            return say("no_gaps_unreached" if unreached else "no_gaps")
        unknown = say("gaps_unknown", checks=say.count(self.unknown(), "check")) if self.unknown() else ""
        return f"{say('gaps_failing', checks=say.count(self.failing(), 'check'))} {unknown}".strip()

    def failing(self) -> int:
        """Checks with at least one failing host."""
        return sum(gap.failed > 0 for gap in self.gaps)

    def unknown(self) -> int:
        """Checks that failed nowhere but could not be judged somewhere."""
        return len(self.gaps) - self.failing()


def page(report: Report, lang: Lang) -> Page:
    """The view of a report in one language."""
    say = Say(lang)
    tally = Tally(report)
    found = gaps(report, say, tally)
    judged = [report.summary.clauses.get(status, 0) for status in JUDGED]
    return Page(
        report=report,
        need=_need(report, say),
        completeness=completeness(report, say, tally),
        changes=_changes(report, tally, {gap.id for gap in found}, say),
        trend=trend(report, say),
        ages=ages(tally, say),
        late=tally.late,
        registers=registers(report, tally, say),
        totals=segments(report.summary.clauses),
        total_share=say.percent(judged[0], sum(judged)) if sum(judged) else "",
        total_formula=say("formula_counts", met=judged[0], not_met=judged[1], partly=judged[2]),
        modules=modules(report, say, tally),
        matrix=matrix(report, say, tally),
        gaps=found,
        facets=_facets(found, say),
        measures=measures(report, say),
        hosts=tuple(_host(host, say) for host in report.hosts),
        checks=_checks(report, tally, {gap.id for gap in found}, say),
    )


def address(value: str) -> str:
    """A filter value as it stands in the page's address and attributes: no spaces, nothing to escape."""
    return quote(value, safe="")


def _need(report: Report, say: Say) -> str:
    lines = (
        f"{target.name}: C {say(f'need_{target.need.C}')}, I {say(f'need_{target.need.I}')}, "
        f"A {say(f'need_{target.need.A}')}"
        for target in report.targets
    )
    return "; ".join(lines)


def _facets(found: tuple[Gap, ...], say: Say) -> tuple[Facet, ...]:
    def same(value: str) -> str:
        return clip(value, 60)

    kinds: list[tuple[str, Callable[[str], str], Iterable[str]]] = [
        ("status", lambda v: say.word(next(s for s in STATUSES if s.value == v)), STATUSES),
        ("severity", lambda v: say.word(Severity(v)), reversed(Severity)),
        ("level", lambda v: say.word(Level(v)), Level),
        ("module", same, ()),
        ("group", same, ()),
        ("owner", lambda v: owner_name(v, say), ()),
        ("due", lambda v: say(f"due_{v}"), ("late", "open")),
        ("change", lambda v: say.word(Change(v)), SHOWN_CHANGES),
        ("measure", same, ()),
    ]
    facets = []
    for name, label, order in kinds:
        counts = Counter(value for gap in found for value in gap.facets[name])
        first = [str(value) for value in order]
        values = sorted(counts, key=lambda v: (first.index(v) if v in first else len(first), natural(v)))
        options = tuple(Option(address(value), label(value), counts[value]) for value in values)
        facets.append(Facet(name, say(f"facet_{name}"), options))
    return tuple(facets)


def _changes(report: Report, tally: Tally, with_gap: set[str], say: Say) -> tuple[Changed, ...]:
    lines = []
    for change in SHOWN_CHANGES:
        if not (count := report.summary.changes.get(change, 0)):
            continue
        good = change in (Change.FIXED, Change.GONE_UNKNOWN)
        checks = tuple(
            (
                check if check in with_gap else "",
                say.text(report.checks[check].title if good else report.checks[check].gap),
                say.names(names, 4),
            )
            for check, names in tally.changed.get(change, {}).items()
        )
        lines.append(Changed(change, count, checks, max(0, tally.changed_checks[change] - MOST_CHANGES)))
    return tuple(lines)


def _host(host: HostInfo, say: Say) -> HostRow:
    silent = host.state in (HostState.UNREACHABLE, HostState.FAILED) and not host.counts
    counts = () if silent else tuple(host.counts.get(verdict.value, 0) for verdict in Verdict)
    return HostRow(host, clip(host.name, 120), owner_name(host.owner, say), counts)


def _checks(report: Report, tally: Tally, with_gap: set[str], say: Say) -> tuple[CheckRow, ...]:
    return tuple(
        CheckRow(
            id=check.id,
            title=say.text(check.title),
            severity=check.severity,
            counts=tuple(tally.verdicts[check.id][verdict] for verdict in Verdict),
            proven=say.platforms(check.proven_on),
            gap=check.id in with_gap,
        )
        for check in sorted(report.checks.values(), key=lambda check: check.id)
    )

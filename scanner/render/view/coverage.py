"""Modules, the matrix of measures and host groups, and the measures with their clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from scanner.model.catalogue import Level, letter_of, measure_of
from scanner.model.report import ClauseInfo, MeasureInfo, ModuleInfo, Report
from scanner.model.status import ClauseStatus
from scanner.render.say import Say, clip
from scanner.render.view.gaps import groups_of
from scanner.render.view.tally import Tally

ORDER = (
    ClauseStatus.MET,
    ClauseStatus.NOT_MET,
    ClauseStatus.PARTLY,
    ClauseStatus.WAIVED,
    ClauseStatus.UNKNOWN,
    ClauseStatus.NOT_ASSESSED,
    ClauseStatus.NOT_APPLICABLE,
)
JUDGED = (ClauseStatus.MET, ClauseStatus.NOT_MET, ClauseStatus.PARTLY)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a stacked bar: `x` and `width` of 1000."""

    status: ClauseStatus
    count: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Clauses of one measure that no check answers."""

    code: str
    title: str
    letters: str


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """A module's clause × host counts. `share` has its formula beside it and is empty when nothing was judged."""

    code: str
    title: str
    segments: tuple[Segment, ...]
    share: str
    formula: str
    basic_gaps: int
    waiting: int
    """Of what is partly met: clause × host pairs without a gap, where only a person's answer is open."""
    uncovered: tuple[Uncovered, ...]
    uncovered_count: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A measure on a host group: gaps of judged clause × host pairs; `other` is shown when none was judged."""

    gaps: int
    judged: int
    other: ClauseStatus | None
    heat: int


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A measure over the host groups; the last cell is all hosts."""

    code: str
    title: str
    level: Level
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Measures × host groups. Measures that no check speaks of are only counted."""

    groups: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause on a target object."""

    code: str
    letter: str
    status: ClauseStatus
    hosts: str
    checks: tuple[str, ...]
    question: str
    organisational: bool
    text: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure on a target object."""

    measure: MeasureInfo
    target: str
    automatic: str
    clauses: tuple[ClauseRow, ...]
    questions: int


def modules(report: Report, say: Say, tally: Tally | None = None) -> tuple[ModuleLine, ...]:
    """One line for each module, those with most gaps in basic measures first."""
    tally = tally or Tally.of(report)
    basic: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    for measure in report.measures:
        for clause in measure.clauses:
            where = _where(clause, tally)
            basic[measure.module] += where.gaps.bit_count() * (measure.level is Level.BASIC)
            waiting[measure.module] += (where.of[ClauseStatus.PARTLY] & ~where.gaps).bit_count()
    titles = {measure.code: measure.title for measure in report.measures}
    lines = (_module(module, basic[module.code], waiting[module.code], titles, say) for module in report.modules)
    return tuple(sorted(lines, key=lambda line: (-line.basic_gaps, line.code)))


def matrix(report: Report, say: Say, tally: Tally | None = None) -> Matrix:
    """Cells count clause × host: gaps of judged. A host in two groups is in both columns."""
    tally = tally or Tally.of(report)
    members: dict[str, list[str]] = {}
    for host in report.hosts:
        for group in groups_of(host, say):
            members.setdefault(group, []).append(host.name)
    columns = [*(members[name] for name in sorted(members)), [host.name for host in report.hosts]]
    hosts = [tally.places.of(names) for names in columns]
    by_code: dict[str, list[MeasureInfo]] = {}
    for measure in report.measures:
        by_code.setdefault(measure.code, []).append(measure)
    rows = tuple(
        MatrixRow(
            code=code,
            title=same[0].title,
            level=same[0].level,
            cells=_cells([_where(c, tally) for m in same for c in m.clauses], hosts),
        )
        for code, same in by_code.items()
        if any(clause.checks for measure in same for clause in measure.clauses)
    )
    return Matrix(tuple(clip(name, 60) for name in sorted(members)), rows, len(by_code) - len(rows))


def measures(report: Report, say: Say) -> tuple[MeasureRow, ...]:
    """Every measure on every target object, in the standard's order."""
    names = {target.id: target.name for target in report.targets}
    return tuple(_measure(measure, names.get(measure.target, measure.target), say) for measure in report.measures)


class _Where(NamedTuple):
    """On which hosts a clause stands how, and where something is missing; hosts as Places has them."""

    of: Mapping[ClauseStatus, int]
    gaps: int


def _where(clause: ClauseInfo, tally: Tally) -> _Where:
    """`partly` may mean that something is missing, and also that nothing is, and a person's answer is open."""
    hosts: dict[ClauseStatus, list[str]] = {status: [] for status in ClauseStatus}
    for host, status in clause.by_host.items():
        hosts[status].append(host)
    of = {status: tally.places.of(names) for status, names in hosts.items()}
    failing = reduce(or_, (tally.failing.get(check, 0) for check in clause.checks), 0)
    return _Where(of, of[ClauseStatus.NOT_MET] | (of[ClauseStatus.PARTLY] & failing))


def segments(counts: dict[ClauseStatus, int]) -> tuple[Segment, ...]:
    """A bar's parts in the order of ORDER; together exactly 1000 wide."""
    total = sum(counts.values())
    parts: list[Segment] = []
    before = 0
    for status in ORDER:
        if n := counts.get(status, 0):
            x, end = before * 1000 // total, (before + n) * 1000 // total
            parts.append(Segment(status, n, x, end - x))
            before += n
    return tuple(parts)


def _module(module: ModuleInfo, basic_gaps: int, waiting: int, titles: dict[str, str], say: Say) -> ModuleLine:
    judged = [module.counts.get(status, 0) for status in JUDGED]
    letters: dict[str, list[str]] = {}
    for clause in module.uncovered:
        letters.setdefault(measure_of(clause), []).append(letter_of(clause))
    return ModuleLine(
        code=module.code,
        title=module.title,
        segments=segments(module.counts),
        share=say.percent(judged[0], sum(judged)) if sum(judged) else "",
        formula=say("formula_counts", met=judged[0], not_met=judged[1], partly=judged[2]),
        basic_gaps=basic_gaps,
        waiting=waiting,
        uncovered=tuple(Uncovered(code, titles.get(code, ""), ", ".join(own)) for code, own in letters.items()),
        uncovered_count=len(module.uncovered),
    )


def _cells(clauses: Sequence[_Where], columns: Sequence[int]) -> tuple[Cell, ...]:
    return tuple(_cell(clauses, hosts) for hosts in columns)


def _cell(clauses: Sequence[_Where], hosts: int) -> Cell:
    seen = {status: sum((each.of[status] & hosts).bit_count() for each in clauses) for status in ClauseStatus}
    judged = sum(seen[status] for status in JUDGED)
    gaps = sum((each.gaps & hosts).bit_count() for each in clauses)
    other = None if judged else next((status for status in ORDER[3:] if seen[status]), None)
    heat = 0 if not gaps else 1 + min(2, 3 * gaps // (judged + 1))
    return Cell(gaps, judged, other, heat)


def _measure(measure: MeasureInfo, target: str, say: Say) -> MeasureRow:
    clauses = tuple(_clause(clause, say) for clause in measure.clauses)
    return MeasureRow(
        measure=measure,
        target=target,
        automatic=f"{say.number(measure.passed)}/{say.number(measure.total)}" if measure.total else "",
        clauses=clauses,
        questions=sum(bool(clause.question) for clause in clauses),
    )


def _hosts(clause: ClauseInfo, say: Say) -> str:
    """On how many hosts the clause stands how; where all stand alike the clause's status says it."""
    seen = [status for status in ORDER if clause.hosts.get(status)]
    if seen == [clause.status]:
        return say.count(clause.hosts[clause.status], "host")
    return " · ".join(f"{say.word(status)}: {say.number(clause.hosts[status])}" for status in seen)


def _clause(clause: ClauseInfo, say: Say) -> ClauseRow:
    return ClauseRow(
        code=clause.code,
        letter=letter_of(clause.code),
        status=clause.status,
        hosts=_hosts(clause, say),
        checks=clause.checks,
        question=say.text(clause.question) if clause.question else "",
        organisational=clause.organisational,
        text=clause.text or "",
    )

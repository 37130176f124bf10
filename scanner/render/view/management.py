"""The management summary: one or two pages for those who decide."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from scanner.model.catalogue import Level
from scanner.model.report import Report
from scanner.model.status import MeasureStatus
from scanner.model.verdict import HostState, Severity, Verdict
from scanner.render.say import Say, clip
from scanner.render.view import sentences
from scanner.render.view.coverage import JUDGED, ORDER
from scanner.render.view.decisions import decisions
from scanner.render.view.failing import Failing, failing, today
from scanner.render.view.registers import WaiverLine, waiver_lines
from scanner.render.view.trend import Bar, trend

TOP = 5
QUARTER = timedelta(days=90)
MOST_WAIVERS = 8
_ALWAYS = frozenset({MeasureStatus.IMPLEMENTED, MeasureStatus.PARTLY, MeasureStatus.NOT_IMPLEMENTED})


@dataclass(frozen=True, slots=True)
class LevelRow:
    """Measures of one level, or of all: per column the number, and the change as `+2` or empty."""

    label: str
    cells: tuple[tuple[int, str], ...]
    total: int


@dataclass(frozen=True, slots=True)
class TopGap:
    """One of the most important gaps."""

    failing: Failing
    sentence: str
    why: str
    owners: str


@dataclass(frozen=True, slots=True)
class Management:
    """Everything on the page."""

    seen: bool
    """Whether any host answered: where none did, that nothing was found says nothing."""
    sentences: tuple[tuple[str, str], ...]
    columns: tuple[MeasureStatus, ...]
    levels: tuple[LevelRow, ...]
    moved: bool
    """Whether a number of the levels differs from what it was at `since`."""
    since: date | None
    share: str
    share_formula: str
    beside: str
    top: tuple[TopGap, ...]
    failing: int
    trend: tuple[Bar, ...]
    late: str
    waivers: tuple[WaiverLine, ...]
    more_waivers: int
    limits: tuple[str, ...]
    decisions: tuple[str, ...]


def management(report: Report, say: Say) -> Management:
    """The view of a report."""
    found = failing(report)
    waived = report.summary.verdicts.get(Verdict.FAIL, 0) - sum(len(each.hosts) for each in found)
    until = today(report) + QUARTER
    lines = waiver_lines(report, _waived_by(report), say)
    waivers = tuple(line for line in lines if line.waiver.expires <= until)
    columns = _columns(report)
    levels = _levels(report, columns, say)
    judged = [report.summary.clauses.get(each, 0) for each in JUDGED]
    beside = ((each, report.summary.clauses.get(each, 0)) for each in ORDER if each not in JUDGED)
    return Management(
        seen=sentences.hosts(report)[1] > 0,
        sentences=(
            (say("m_status"), sentences.status(report, waived, say)),
            (say("m_change"), sentences.change(report, say)),
            (say("m_risk"), sentences.risk(report, found, say)),
        ),
        columns=columns,
        levels=levels,
        moved=any(moved for row in levels for _, moved in row.cells),
        since=report.trend[-1].finished if report.trend else None,
        share=say.percent(judged[0], sum(judged)) if sum(judged) else "",
        share_formula=say("formula_counts", met=judged[0], not_met=judged[1], partly=judged[2]),
        beside=", ".join(f"{say.word(each).lower()} {say.number(n)}" for each, n in beside if n),
        top=tuple(_top(each, report, say) for each in found[:TOP]),
        failing=len(found),
        trend=trend(report, say),
        late=_late(found, say),
        waivers=waivers[:MOST_WAIVERS],
        more_waivers=max(0, len(waivers) - MOST_WAIVERS),
        limits=_limits(report, say),
        decisions=decisions(report, found, [line.waiver for line in waivers], say),
    )


def _waived_by(report: Report) -> Counter[str]:
    """Findings by the waiver that covers them."""
    return Counter(each.waiver for each in report.findings if each.waiver) if report.waivers else Counter()


def _columns(report: Report) -> tuple[MeasureStatus, ...]:
    used = {measure.status for measure in report.measures} | _ALWAYS
    return tuple(status for status in MeasureStatus if status in used)


def _levels(report: Report, columns: tuple[MeasureStatus, ...], say: Say) -> tuple[LevelRow, ...]:
    now: dict[Level, Counter[MeasureStatus]] = {level: Counter() for level in Level}
    for measure in report.measures:
        now[measure.level][measure.status] += 1
    before = report.trend[-1].measures if report.trend else {}
    every = (now, {level: Counter(before.get(level, {})) for level in Level} if any(before.values()) else None)
    rows = [(say(f"m_level_{level.value}"), [level]) for level in Level if now[level]]
    rows += [(say("m_total"), list(Level))] if len(rows) > 1 else []
    return tuple(_level(label, levels, columns, *every, say) for label, levels in rows)


def _level(
    label: str,
    levels: list[Level],
    columns: tuple[MeasureStatus, ...],
    now: dict[Level, Counter[MeasureStatus]],
    before: dict[Level, Counter[MeasureStatus]] | None,
    say: Say,
) -> LevelRow:
    def cell(status: MeasureStatus) -> tuple[int, str]:
        count = sum(now[level][status] for level in levels)
        moved = count - sum(before[level][status] for level in levels) if before else 0
        return count, f"{'+' if moved > 0 else '−'}{say.number(abs(moved))}" if moved else ""

    return LevelRow(label, tuple(map(cell, columns)), sum(now[level].total() for level in levels))


def _top(each: Failing, report: Report, say: Say) -> TopGap:
    owners = {host.name: host.owner for host in report.hosts}
    named = sorted({owners[host] for host in each.hosts if host in owners} - {"unassigned"})
    unnamed = [say("unassigned")] if any(owners.get(host) == "unassigned" for host in each.hosts) else []
    return TopGap(
        failing=each,
        sentence=say.text(each.check.gap),
        why=say.text(each.check.why),
        owners=say.names([*(clip(name, 40) for name in named), *unnamed], 3),
    )


def _late(found: tuple[Failing, ...], say: Say) -> str:
    late: Counter[Severity] = Counter()
    for each in found:
        late[each.check.severity] += each.late
    if not late.total():
        return say("m_late_none")
    told = ", ".join(f"{say.word(each)} {say.number(late[each])}" for each in reversed(Severity) if late[each])
    return say("m_late", gaps=say.count(late.total(), "gap"), severities=told)


def _limits(report: Report, say: Say) -> tuple[str, ...]:
    lines = []
    clauses = {clause.code: bool(clause.checks) for measure in report.measures for clause in measure.clauses}
    measures: dict[str, bool] = {}
    for measure in report.measures:
        checked = any(clause.checks for clause in measure.clauses)
        measures[measure.code] = measures.get(measure.code, False) or checked
    lacking = _lacking(report, say)
    if lacking:
        lines.append(say("m_limit_data", what="; ".join(lacking)))
    if measures:
        numbers = {"covered": sum(measures.values()), "all": len(measures)}
        numbers |= {"clauses": sum(clauses.values()), "every": len(clauses)}
        lines.append(say("m_limit_measures", **{name: say.number(n) for name, n in numbers.items()}))
    else:
        lines.append(say("m_limit_none"))
    return (*lines, say("m_limit_audit"))


def _lacking(report: Report, say: Say) -> list[str]:
    states, summary = report.summary.hosts, report.summary
    silent = states.get(HostState.UNREACHABLE, 0) + states.get(HostState.FAILED, 0)
    numbers = (
        ("m_lack_hosts", silent, "host"),
        ("m_lack_not_scanned", states.get(HostState.NOT_SCANNED, 0), "host"),
        ("m_lack_findings", summary.verdicts.get(Verdict.ERROR, 0), "finding"),
        ("m_lack_unmodelled", len(summary.unmodelled), "host"),
    )
    told = [say(key, **{f"{noun}s": say.count(n, noun)}) for key, n, noun in numbers if n]
    missing = max(0, report.run.planned_pairs - len(report.findings))
    told += [say("m_lack_missing", n=say.number(missing))] if missing else []
    told += [say("m_lack_limit")] if report.run.limit else []
    return told + ([say("m_lack_checks")] if report.run.narrowed else [])

"""Checks with a gap that is not waived, in numbers: what the short documents rank, date and count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from scanner.assess.action_plan import Due
from scanner.model.catalogue import Level, measure_of
from scanner.model.report import CheckInfo, FindingInfo, MeasureInfo, Report
from scanner.model.verdict import Verdict
from scanner.render.say import ZONE

_LEVELS = list(Level)


@dataclass(frozen=True, slots=True)
class Failing:
    """One check: its open gaps (failing, not waived), how many more are waived, and by when they are to be closed."""

    check: CheckInfo
    levels: tuple[Level, ...]
    hosts: tuple[str, ...]
    waived: int
    due: date
    """The earliest deadline: as planned, else by severity."""
    late: int
    """Gaps past their deadline on the day of the report."""

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Worst severity first, then the lowest level, then the most hosts."""
        level = min((_LEVELS.index(level) for level in self.levels), default=len(_LEVELS))
        return -self.check.severity.rank, level, -len(self.hosts), self.check.id


def today(report: Report) -> date:
    """The day of the report in Estonia."""
    return report.run.finished.astimezone(ZoneInfo(ZONE)).date()


def age(finding: FindingInfo, day: date) -> int:
    """For how many days a gap has been there on a day; 0 for one first seen that day."""
    seen = (finding.first_seen or finding.observed_at).astimezone(ZoneInfo(ZONE)).date()
    return max(0, (day - seen).days)


def failing(report: Report) -> tuple[Failing, ...]:
    """Every check with an open gap, the most important first."""
    measures = {measure.code: measure for measure in report.measures}
    due, day = Due(report), today(report)
    found = (
        _failing(report.checks[check], [each for each in findings if each.verdict is Verdict.FAIL], measures, due, day)
        for check, findings in report.findings.by_check()
    )
    return tuple(sorted((each for each in found if each), key=lambda each: each.order))


def _failing(
    check: CheckInfo, failed: list[FindingInfo], measures: dict[str, MeasureInfo], due: Due, day: date
) -> Failing | None:
    open_gaps = [finding for finding in failed if not finding.waiver]
    if not open_gaps:
        return None
    levels = {measures[code].level for code in map(measure_of, check.clauses) if code in measures}
    dates = [due(finding) for finding in open_gaps]
    return Failing(
        check=check,
        levels=tuple(sorted(levels, key=_LEVELS.index)),
        hosts=tuple(finding.host for finding in open_gaps),
        waived=len(failed) - len(open_gaps),
        due=min(dates),
        late=sum(last < day for last in dates),
    )

"""How the numbers of gaps went over the runs, and how old the gaps are: for pictures with their numbers beside them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from scanner.model.report import Report
from scanner.model.verdict import Severity
from scanner.render.say import Say
from scanner.render.view import sentences
from scanner.render.view.tally import Tally


@dataclass(frozen=True, slots=True)
class Bar:
    """A run in the trend: its numbers by severity, the worst first, and each one's place in a column 100 high."""

    day: str
    year: str
    hosts: int
    counts: tuple[int, ...]
    boxes: tuple[tuple[Severity, int, int], ...]
    """Severity, top and height."""

    @property
    def total(self) -> int:
        return sum(self.counts)


def trend(report: Report, say: Say) -> tuple[Bar, ...]:
    """Earlier runs and this one, oldest first; empty where there is no earlier one."""
    if not report.trend:
        return ()
    points = [(each.finished, each.hosts, each.gaps) for each in report.trend]
    return bars([*points, (report.run.finished, sentences.hosts(report)[1], report.summary.gaps)], say)


def bars(points: Sequence[tuple[datetime, int, Mapping[Severity, int]]], say: Say) -> tuple[Bar, ...]:
    """A bar for each point: when, how many hosts answered, gaps by severity. At least one point."""
    highest = max(1, *(sum(gaps.values()) for _, _, gaps in points))
    drawn = []
    for at, hosts, gaps in points:
        day = say.date(at)
        counts = tuple(gaps.get(severity, 0) for severity in reversed(Severity))
        top = 100
        boxes = []
        for severity in Severity:
            height = round(100 * gaps.get(severity, 0) / highest)
            top -= height
            boxes.append((severity, top, height))
        drawn.append(Bar(day[:6], day[6:], hosts, counts, tuple(box for box in boxes if box[2])))
    return tuple(drawn)


AGES = (7, 30, 90, 365)
"""The last day of each class of ages; the last class has no end."""


@dataclass(frozen=True, slots=True)
class Age:
    """Gaps of one class of ages: their numbers by severity, the worst first, and each one's place in a row of 1000."""

    label: str
    counts: tuple[int, ...]
    boxes: tuple[tuple[Severity, int, int], ...]
    """Severity, left and width."""

    @property
    def total(self) -> int:
        return sum(self.counts)


def ages(tally: Tally, say: Say) -> tuple[Age, ...]:
    """Gaps that no waiver covers by how long they have been there, the newest first; empty where there is no gap."""
    if not tally.ages:
        return ()
    classes: list[Counter[Severity]] = [Counter() for _ in range(len(AGES) + 1)]
    for (days, severity), count in tally.ages.items():
        classes[bisect_left(AGES, days)][severity] += count
    widest = max(each.total() for each in classes)
    starts = (0, *(end + 1 for end in AGES))
    rows = []
    for start, end, counts in zip(starts, (*AGES, None), classes, strict=True):
        label = say("age_to", start=start, end=end) if end else say("age_over", start=start)
        left, boxes = 0, []
        for severity in reversed(Severity):
            width = round(1000 * counts[severity] / widest)
            boxes.append((severity, left, width))
            left += width
        told = tuple(counts[severity] for severity in reversed(Severity))
        rows.append(Age(label, told, tuple(box for box in boxes if box[2])))
    return tuple(rows)

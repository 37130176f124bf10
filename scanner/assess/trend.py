"""Which earlier runs a trend shows: few enough to read, far enough apart to tell something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

MOST_POINTS = 12
_WEEKS = timedelta(weeks=MOST_POINTS)

T = TypeVar("T")


def chosen(runs: Sequence[T], moment: Callable[[T], datetime]) -> tuple[T, ...]:
    """At most twelve of the runs, given oldest first: each run, or where there are more the last of each week, or
    month where the weeks do not reach back. The newest is always among them."""
    if len(runs) <= MOST_POINTS:
        return tuple(runs)
    spans_weeks = moment(runs[-1]) - moment(runs[0]) <= _WEEKS
    last = {_period(moment(run), weekly=spans_weeks): run for run in runs}
    return tuple(last.values())[-MOST_POINTS:]


def _period(at: datetime, *, weekly: bool) -> tuple[int, int]:
    return at.isocalendar()[:2] if weekly else (at.year, at.month)

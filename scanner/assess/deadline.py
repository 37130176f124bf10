"""By when a gap is to be fixed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scanner.model.settings import Deadlines
from scanner.model.verdict import Severity

_ESTONIA = ZoneInfo("Europe/Tallinn")
_DAY = timedelta(days=1)
_HOLIDAYS = frozenset({(1, 1), (2, 24), (5, 1), (6, 23), (6, 24), (8, 20), (12, 24), (12, 25), (12, 26)})
"""Month and day of the public holidays with a fixed date, by the Public Holidays Act (PTS § 2). Of those that move
only Good Friday can fall on a weekday."""


def deadline(severity: Severity, first_seen: datetime, settings: Deadlines) -> date:
    """The last day on which the gap may still be there, in Estonia.

    first_seen: an aware time; the days are counted from the day after it, as Estonian law counts them (TsÜS § 135).
    """
    day = first_seen.astimezone(_ESTONIA).date() + timedelta(days=settings.days(severity))
    while settings.move_to_working_day and not is_working_day(day):
        day += _DAY
    return day


def is_working_day(day: date) -> bool:
    """Neither a weekend nor an Estonian public holiday."""
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS and day != _easter(day.year) - 2 * _DAY


def _easter(year: int) -> date:
    """Easter Sunday of the western churches: the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms)."""
    century, short = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (short // 4) - epact - short % 4) % 7
    moon = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * moon + 114, 31)
    return date(year, month, day + 1)

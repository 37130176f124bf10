"""Deadlines by severity, counted in Estonian days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.assess.deadline import deadline, is_working_day
from scanner.model.settings import Deadlines
from scanner.model.verdict import Severity

PLAIN = Deadlines(move_to_working_day=False)


@pytest.mark.parametrize(
    ("severity", "due"),
    [
        (Severity.CRITICAL, date(2026, 11, 30)),
        (Severity.HIGH, date(2026, 12, 23)),
        (Severity.MEDIUM, date(2027, 2, 21)),
        (Severity.LOW, date(2027, 5, 22)),
    ],
)
def test_a_severity_has_its_days_from_the_day_it_was_first_seen(severity: Severity, due: date) -> None:
    assert deadline(severity, datetime(2026, 11, 23, 2, 0, tzinfo=UTC), PLAIN) == due


def test_the_day_is_the_estonian_one_on_both_sides_of_midnight() -> None:
    before, after = datetime(2026, 11, 23, 21, 59, tzinfo=UTC), datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
    assert deadline(Severity.CRITICAL, before, PLAIN) == date(2026, 11, 30)
    assert deadline(Severity.CRITICAL, after, PLAIN) == date(2026, 12, 1)
    summer = datetime(2026, 7, 1, 21, 0, tzinfo=UTC)  # already 2 July in summer time
    assert deadline(Severity.CRITICAL, summer, PLAIN) == date(2026, 7, 9)


def test_a_change_of_the_clock_neither_adds_nor_takes_a_day() -> None:
    assert deadline(Severity.CRITICAL, datetime(2026, 10, 24, 20, 59, tzinfo=UTC), PLAIN) == date(2026, 10, 31)
    assert deadline(Severity.CRITICAL, datetime(2026, 3, 27, 22, 0, tzinfo=UTC), PLAIN) == date(2026, 4, 4)


def test_a_deadline_on_a_day_off_moves_to_the_next_working_day() -> None:
    seven = Deadlines(critical=7)
    friday = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    assert [deadline(Severity.CRITICAL, friday + timedelta(days=n), seven).day for n in range(4)] == [27, 30, 30, 30]
    assert deadline(Severity.CRITICAL, datetime(2026, 12, 17, 2, 0, tzinfo=UTC), seven) == date(2026, 12, 28)


@pytest.mark.parametrize(
    "holiday",
    [
        date(2026, 1, 1),
        date(2026, 2, 24),
        date(2026, 4, 3),
        date(2027, 3, 26),
        date(2028, 4, 14),
        date(2024, 3, 29),
        date(2026, 5, 1),
        date(2026, 6, 23),
        date(2026, 6, 24),
        date(2026, 8, 20),
        date(2026, 12, 24),
        date(2026, 12, 25),
    ],
)
def test_a_public_holiday_is_no_working_day_but_its_neighbours_count_by_themselves(holiday: date) -> None:
    assert holiday.weekday() < 5, "the weekend would hide the holiday"
    assert not is_working_day(holiday)


def test_an_ordinary_year_has_the_working_days_of_the_estonian_calendar() -> None:
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum(map(is_working_day, year)) == 252


@given(
    st.sampled_from(Severity),
    st.integers(0, 60 * 365 * 24).map(lambda hours: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hours)),
    st.integers(1, 400),
)
def test_a_deadline_is_a_working_day_and_never_shorter_than_promised(
    severity: Severity, seen: datetime, days: int
) -> None:
    all_alike = {"critical": days, "high": days, "medium": days, "low": days}
    exact = deadline(severity, seen, Deadlines(**all_alike, move_to_working_day=False))
    moved = deadline(severity, seen, Deadlines(**all_alike))
    assert is_working_day(moved)
    assert exact <= moved <= exact + timedelta(days=5)

"""Which runs a trend shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from scanner.assess.trend import MOST_POINTS, chosen

START = datetime(2026, 1, 5, 2, tzinfo=UTC)


def nights(count: int, step: int = 1) -> list[datetime]:
    return [START + timedelta(days=step * number) for number in range(count)]


def shown(runs: list[datetime]) -> tuple[datetime, ...]:
    return chosen(runs, lambda run: run)


def test_up_to_twelve_runs_are_all_shown() -> None:
    assert shown([]) == ()
    assert shown(nights(MOST_POINTS)) == tuple(nights(MOST_POINTS))


def test_of_many_nights_the_last_of_each_week_is_shown() -> None:
    runs = nights(60)
    assert [run.isoweekday() for run in shown(runs)[:-1]] == [7] * 8
    assert shown(runs)[-1] == runs[-1]


def test_of_more_than_a_quarter_the_last_of_each_month_is_shown() -> None:
    runs = nights(3 * 365)
    points = shown(runs)
    assert len(points) == MOST_POINTS
    assert points[-1] == runs[-1]
    assert all((point + timedelta(days=1)).day == 1 for point in points[:-1])
    assert points[0] > runs[-1] - timedelta(days=366)


def test_many_runs_of_one_day_leave_the_newest() -> None:
    runs = [START + timedelta(minutes=number) for number in range(40)]
    assert shown(runs) == (runs[-1],)

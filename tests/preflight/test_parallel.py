"""Work at the same time keeps its order, hands on errors, and ends in time."""

from __future__ import annotations

import threading

import pytest

from scanner.preflight.parallel import bounded, in_parallel


def test_results_come_in_order_though_the_first_waits_for_the_last() -> None:
    done = threading.Event()

    def work(number: int) -> int:
        if number == 2:
            done.set()
        assert done.wait(60)
        return number * 10

    assert list(in_parallel(work, [0, 1, 2], 3)) == [0, 10, 20]
    assert list(in_parallel(work, [2, 1], 1)) == [20, 10]
    assert list(in_parallel(work, [], 3)) == []


def test_what_work_raises_is_raised_and_work_without_end_times_out() -> None:
    def broken(_: int) -> int:
        raise ValueError("this one")

    with pytest.raises(ValueError, match="this one"):
        list(in_parallel(broken, [1], 1))
    with pytest.raises(ValueError, match="this one"):
        bounded(lambda: broken(1), 60)
    with pytest.raises(TimeoutError):
        bounded(threading.Event().wait, 0.01)
    assert bounded(lambda: 3, 60) == 3

"""What every test run shares: hypothesis without timing, and how live tests are run."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

# Neither a deadline nor the check for slow data: both measure the machine, and a busy one would fail a good test.
settings.register_profile("eits", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("eits")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Live tests share hosts, so one worker runs them all; they come first because they take longest."""
    for item in items:
        if item.get_closest_marker("live") and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group("live"))
    items.sort(key=lambda item: item.get_closest_marker("live") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where live tests were asked for (make live, .ci/run), one that cannot run is a failure, not a silent skip."""
    report = yield
    skip = item.get_closest_marker("skip")
    if report.skipped and skip and item.get_closest_marker("live") and os.environ.get("EITS_LIVE") == "required":
        report.outcome = "failed"
        report.longrepr = f"live tests were asked for, but {skip.kwargs.get('reason', 'this one is skipped')}"
    return report

"""What every test run shares: hypothesis without timing, and when live tests can run."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import settings

settings.register_profile("eits", deadline=None)
settings.load_profile("eits")

LIVE_TOOLS = ("systemd-nspawn", "mmdebstrap", "ip", "ssh")


def why_no_live_tests() -> str:
    """What live tests need and lack here; empty when they can run."""
    if os.geteuid() != 0:
        return "live tests need root (make live)"
    missing = [tool for tool in LIVE_TOOLS if shutil.which(tool) is None]
    return f"live tests need {', '.join(missing)}: .ci/run lists the Debian packages" if missing else ""


def pytest_configure() -> None:
    """Where live tests were asked for (make live, .ci/run), a skip would pass unnoticed: refuse to start instead."""
    reason = why_no_live_tests()
    if reason and os.environ.get("EITS_LIVE") == "required":
        raise pytest.UsageError(reason)


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Live tests share hosts, so one worker runs them all; they come first because they take longest."""
    reason = why_no_live_tests()
    for item in items:
        if item.get_closest_marker("live"):
            if item.get_closest_marker("xdist_group") is None:
                item.add_marker(pytest.mark.xdist_group("live"))
            if reason:
                item.add_marker(pytest.mark.skip(reason=reason))
    items.sort(key=lambda item: item.get_closest_marker("live") is None)

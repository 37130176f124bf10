"""Fixtures for tests on booted hosts. Marked tests are skipped, with the reason, where hosts cannot be booted."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.fleet import Fleet
from tests.live.trees import TreeError, apt_sources, tree

_TOOLS = ("ip", "mmdebstrap", "nsenter", "openssl", "ssh", "ssh-keygen", "systemd-nspawn")


def _obstacle() -> str | None:
    if os.geteuid() != 0:
        return "live hosts need root"
    if missing := [tool for tool in _TOOLS if not shutil.which(tool)]:
        return f"live hosts need {', '.join(missing)}"
    try:
        apt_sources("bookworm")
    except (TreeError, OSError) as error:
        return str(error)
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    live = [item for item in items if item.get_closest_marker("live")]
    if live and (obstacle := _obstacle()):
        for item in live:
            item.add_marker(pytest.mark.skip(reason=obstacle))


@pytest.fixture(scope="session")
def debian_tree() -> Path:
    """The main tree: Debian bookworm, small, without Python."""
    return tree("bookworm")


@pytest.fixture(scope="module")
def fleet() -> Iterator[Fleet]:
    """An empty fleet for one test module; its hosts go with it."""
    with Fleet() as fleet:
        yield fleet

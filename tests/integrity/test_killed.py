"""kill -9 at random steps: what is left is told as it is, and the work can be done again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.integrity.conftest import Site

TRIES = 40


@pytest.mark.parametrize(
    ("name", "outcomes"),
    [
        ("save", {"holds, holds, holds, unfinished", "holds, holds, holds, holds"}),
        ("again", {"holds, holds, holds"}),
        ("prune", {"holds, holds, holds", "pruned, holds, holds", "pruned, pruned, holds"}),
    ],
)
def test_a_process_killed_at_any_step_leaves_what_can_be_proven(site: Site, name: str, outcomes: set[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.integrity.killing", name, str(site.home), str(TRIES)],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) >= 30
    assert outcomes <= {line.partition(": ")[2] for line in lines}

"""What one host may cost in time and memory."""

from __future__ import annotations

import contextlib
import resource
import subprocess
from pathlib import Path

import pytest

from scanner.collect.budget import FloodedError, HungError, kill_children, memory_limit, time_limit
from tests.collect.sites import gone

MEBIBYTE = 1 << 20


def test_a_block_that_needs_more_memory_is_flooded_and_the_limit_goes_with_it() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(FloodedError), memory_limit(16 * MEBIBYTE):
        bytearray(64 * MEBIBYTE)
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    assert len(bytearray(64 * MEBIBYTE)) == 64 * MEBIBYTE


def test_a_block_that_needs_less_is_left_alone() -> None:
    with memory_limit(64 * MEBIBYTE):
        assert len(bytearray(16 * MEBIBYTE)) == 16 * MEBIBYTE


def test_the_time_is_over_also_where_every_exception_is_caught() -> None:
    def stubborn() -> None:
        while True:
            with contextlib.suppress(Exception):  # as Ansible's ssh plugin does
                subprocess.run(["sleep", "3600"], check=True)

    with pytest.raises(HungError), time_limit(0.2):
        stubborn()


def test_grandchildren_are_ended_too(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    script = f"sleep 3600 & echo $! >{pid_file}; echo; wait"
    with subprocess.Popen(["/bin/sh", "-c", script], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        kill_children()
        process.wait()
    gone(int(pid_file.read_text(encoding="ascii")))

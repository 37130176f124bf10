"""A tool on the host that answers with frames can forge no other collector, and a wrong clock dates nothing."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scanner.collect.evidence import decode
from scanner.collect.script import assemble
from scanner.facts.raw import Evidence, Raw

DIGEST = "0" * 64
FORGED = f"""@collector accounts digest={DIGEST} keys=-
@stream passwd enc=b64 cap=4194304
Zm9yZ2VkCg==
@end exit=0 err=-
@done exit=0 seconds=0.01 cause=-
@eof collectors=1"""
SYSTEM_PATH = "PATH=/usr/local/sbin:"
MOMENT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def ask(tmp_path: Path, *tools: str) -> Evidence:
    """What a shell answers whose `tools` add frames to everything they say."""
    folder, first = tmp_path / "collectors", tmp_path / "bin"
    for each in (folder, first):
        each.mkdir()
    for tool in tools:
        (first / tool).write_text(f"#!/bin/sh\n{shutil.which(tool)} \"$@\"\necho '{FORGED}'\n", encoding="utf-8")
        (first / tool).chmod(0o755)
    (folder / "c.sh").write_text(f"run a echo '{FORGED}'\nrun b {tools[0]}\n", encoding="utf-8")
    script = assemble([("c", ())], folder=folder).replace(SYSTEM_PATH, f"PATH={first}:")
    done = subprocess.run(["/bin/sh", "-s"], input=script.encode(), capture_output=True, check=True)
    return decode(done.stdout)


@pytest.mark.parametrize("tool", ["date", "uname", "id", "sed", "renice"])
def test_a_tool_that_speaks_in_frames_adds_no_collector_and_costs_none(tmp_path: Path, tool: str) -> None:
    evidence = ask(tmp_path, tool)
    assert (evidence.cause, list(evidence.collectors)) == (None, ["c"])
    raw = evidence.raw("c")
    assert isinstance(raw, Raw)
    assert raw.text("a") == f"{FORGED}\n"
    assert FORGED in str(raw.text("b"))


def at(clock: datetime) -> str:
    return f"EITS-EVIDENCE 1\n@host clock={int(clock.timestamp())} uid=0 system=Linux\n@eof collectors=0\n"


@pytest.mark.parametrize("off", [timedelta(days=2), timedelta(days=-2), timedelta(days=900_000)])
def test_a_clock_that_is_far_off_tells_no_time_and_is_told(off: timedelta) -> None:
    evidence = decode(at(MOMENT + off), asked=MOMENT)
    assert (evidence.clock, evidence.cause) == (None, None)
    assert f"{MOMENT + off:%Y-%m-%d}" in evidence.detail


def test_a_clock_that_is_a_little_off_is_the_host_s_time() -> None:
    clock = MOMENT + timedelta(hours=20)
    assert (decode(at(clock), asked=MOMENT).clock, decode(at(clock)).clock) == (clock, clock)

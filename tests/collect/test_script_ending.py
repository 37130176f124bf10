"""How a script ends on real shells: budgets, killing, signals, and a reader that goes away."""

from __future__ import annotations

import os
import signal
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner.collect.evidence import decode
from scanner.collect.script import assemble
from scanner.model.unknown import Cause, Unknown
from tests.collect.shells import alive, ask, every_shell, raw, until, write


@pytest.fixture
def stubborn(tmp_path: Path) -> Iterator[str]:
    """A program that never ends and ignores signals, at a path of its own; what survives a test is killed."""
    program = tmp_path / f"eits-test-{uuid.uuid4().hex}"
    program.write_text("#!/bin/sh\ntrap '' TERM HUP INT PIPE\nwhile :; do sleep 1000; done\n")
    program.chmod(0o755)
    yield str(program)
    for pid in alive(str(program)):
        os.kill(pid, signal.SIGKILL)


HOLDS_ON = """# budget: 5
run before echo seen
( {program} re-parented & ) &
( setsid {program} session & ) &
setsid {program} silent >/dev/null 2>&1 3>&- 4>&- &
env -i {program} environment &
( while :; do {program} subshell; done ) &
trap '' TERM HUP INT
run slow sh -c '{program} many & {program} many & setsid {program} deep & {program} last'
"""
LETS_GO = """
setsid {program} silent >/dev/null 2>&1 3>&- 4>&- &
( {program} re-parented >/dev/null 2>&1 3>&- 4>&- & ) &
run before echo seen
exit 0
"""


@every_shell
def test_what_a_collector_started_is_killed_when_its_time_is_over(tmp_path: Path, shell: str, stubborn: str) -> None:
    folder = write(tmp_path, bad=HOLDS_ON.format(program=stubborn), good="run after echo seen\n")
    evidence = ask(assemble([("bad", ()), ("good", ())], shell=shell, folder=folder), shell)
    assert until(lambda: not alive(stubborn))
    assert evidence.cause is None
    assert raw(evidence, "bad").cause is Cause.TIMEOUT
    assert raw(evidence, "bad").text("before") == "seen\n"
    assert raw(evidence, "good").text("after") == "seen\n"


@every_shell
def test_what_a_collector_left_behind_ends_with_the_script(tmp_path: Path, shell: str, stubborn: str) -> None:
    folder = write(tmp_path, c=LETS_GO.format(program=stubborn))
    evidence = ask(assemble([("c", ())], shell=shell, folder=folder), shell)
    assert until(lambda: not alive(stubborn))
    assert raw(evidence, "c").cause is None
    assert raw(evidence, "c").text("before") == "seen\n"


@every_shell
def test_a_collector_that_takes_too_long_says_timeout_and_keeps_what_ended(tmp_path: Path, shell: str) -> None:
    folder = write(tmp_path, slow="# budget: 5\nrun first echo seen\nprintf half | emit second\nrun third sleep 1000\n")
    slow = raw(ask(assemble([("slow", ())], shell=shell, folder=folder), shell), "slow")
    assert slow.cause is Cause.TIMEOUT
    assert slow.text("first") == "seen\n"
    assert slow.text("second") == "half"
    assert slow.text("third") == Unknown(cause=Cause.TIMEOUT)
    assert slow.text("fourth") == Unknown(cause=Cause.TIMEOUT)


@every_shell
def test_the_host_budget_ends_what_runs_and_skips_the_rest(tmp_path: Path, shell: str) -> None:
    folder = write(tmp_path, slow="sleep 1000\n", never="run a echo seen\n")
    evidence = ask(assemble([("slow", ()), ("never", ())], host_seconds=3, shell=shell, folder=folder), shell)
    assert evidence.cause is None
    assert raw(evidence, "slow").cause is Cause.TIMEOUT
    assert raw(evidence, "never").text("a") == Unknown(cause=Cause.TIMEOUT)


@every_shell
def test_the_header_of_a_collector_gives_its_budget(tmp_path: Path, shell: str) -> None:
    folder = write(tmp_path, slow="# budget: 1\nsleep 1000\n")
    assert raw(ask(assemble([("slow", ())], shell=shell, folder=folder), shell), "slow").cause is Cause.TIMEOUT


@every_shell
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_script_and_everything_it_started(
    request: pytest.FixtureRequest, tmp_path: Path, shell: str, number: int, stubborn: str
) -> None:
    folder = write(tmp_path, c=f"( setsid {stubborn} & )\nrun slow {stubborn}\n")
    before = signal.signal(
        number, signal.SIG_DFL
    )  # a background job begins with some of them ignored, and hands that on
    request.addfinalizer(lambda: signal.signal(number, before))
    process = start(assemble([("c", ())], shell=shell, folder=folder), shell)
    assert until(lambda: len(alive(stubborn)) >= 2)
    process.send_signal(number)
    assert process.wait(timeout=60) != 0
    assert until(lambda: not alive(stubborn))
    assert decode(process.communicate()[0]).cause is Cause.CUT


@every_shell
@pytest.mark.parametrize("ignored", [False, True], ids=["SIGPIPE", "SIGPIPE ignored"])
def test_a_reader_that_goes_away_ends_everything(tmp_path: Path, shell: str, ignored: bool, stubborn: str) -> None:
    folder = write(
        tmp_path, a=f"( setsid {stubborn} & )\nrun x cat /dev/zero\nrun y {stubborn}\n", b=f"run z {stubborn}\n"
    )
    process = start(assemble([("a", ()), ("b", ())], seconds=4, shell=shell, folder=folder), shell, ignored)
    assert until(lambda: alive(stubborn))
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(timeout=60) != 0
    assert until(lambda: not alive(stubborn))


def start(script: str, shell: str, ignore_pipe: bool = False) -> subprocess.Popen[bytes]:
    """The script running, its input already given."""
    process = subprocess.Popen(
        [*shell.split(), "-s"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        restore_signals=not ignore_pipe,
    )
    assert process.stdin is not None
    process.stdin.write(script.encode())
    process.stdin.close()
    process.stdin = None
    return process

"""Kills a process at a chosen step of saving, judging again or pruning, and looks at what is left. Run as a program.

A step is a statement to the history or a file that is opened, renamed, made or removed. Each try is a process forked
from this one, which ends itself with SIGKILL just before the step.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from scanner.integrity.prune import prune
from scanner.integrity.verify import State
from scanner.model.host import Visit
from scanner.model.verdict import HostState
from scanner.store.history import Answer, History
from tests.integrity.conftest import NIGHTS, Site, save_night
from tests.store.nights import finding, known, night

TOUCHING = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"}
WHEN = datetime(2027, 1, 1, tzinfo=UTC)


def save(history: History) -> None:
    """What the end of a scan does."""
    save_night(history, 3, NIGHTS[0])


def judge_again(history: History) -> None:
    """What `evaluate` does."""
    found = {("a", "sshd-root"): "fail:22"}
    told = Answer(Visit(host="a", state=HostState.ANSWERED), [finding("a", "sshd-root", "fail:22", night(2))])
    history.reassess("run-0002", known(found), [told], night(3), "c", "d", "2")


def prune_old(history: History) -> None:
    """What `runs prune` does: two runs are old enough."""
    list(prune(history, [], 1, WHEN, "tester"))


ACTIONS: dict[str, Callable[[History], None]] = {"save": save, "again": judge_again, "prune": prune_old}


def steps(home: Path, action: Callable[[History], None], last: int) -> int:
    """Do it in another process, which dies before the step `last`. How many steps it made: fewer when it was done."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        made = 0

        def step(*_: object) -> None:
            nonlocal made
            made += 1
            if made == last:
                os.kill(os.getpid(), signal.SIGKILL)

        with History(home / "store.sqlite") as history:
            history._database.set_trace_callback(step)  # noqa: SLF001  # nothing else sees each statement
            sys.addaudithook(lambda event, _: step() if event in TOUCHING else None)
            action(history)
        os.write(writer, str(made).encode())
        os._exit(0)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reader) as told:
        made = int(told.read() or last)
    assert os.WTERMSIG(status) == signal.SIGKILL or os.WEXITSTATUS(status) == 0
    return made


def look(site: Site, name: str) -> str:
    """What verify says after a kill. It must be the truth, and the work must be doable again."""
    proof = site.proof()
    states = {each.run: each.state for each in proof.runs}
    assert not proof.chain, proof.chain
    assert State.CHANGED not in states.values(), [each.faults for each in proof.runs]
    earlier = [states[f"run-000{number}"] for number in range(3)]
    assert all(state is State.HOLDS or (name == "prune" and state is State.PRUNED) for state in earlier)
    for number, state in enumerate(earlier):
        assert state is State.PRUNED or (site.folder(number) / "evidence" / "a.evidence.gz").exists()
    with History(site.store) as history:
        saved = {run.id for run in history.runs()}
        assert (states.get("run-0003") is State.HOLDS) == ("run-0003" in saved)
        if name == "prune":
            prune_old(history)
            assert [site.folder(number).joinpath("evidence").exists() for number in range(3)] == [False, False, True]
            assert not list(site.runs.glob("*/evidence.removing"))
        else:
            save_night(history, 5, NIGHTS[1])
    again = site.proof()
    assert again.holds, [each.faults for each in again.runs]
    return ", ".join(f"{state}" for state in states.values())


def main(name: str, base: Path, tries: int) -> None:
    """Kill at so many steps, spread over all of them at random, and say what was left."""
    action, chosen = ACTIONS[name], random.Random(name)  # noqa: S311  # which steps are tried
    work = base.parent / "work"

    def fresh() -> Site:
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(base, work)
        return Site(work)

    whole = steps(fresh().home, action, 0)
    for last in sorted(chosen.sample(range(1, whole + 1), min(tries, whole))):
        site = fresh()
        assert steps(site.home, action, last) == last
        print(f"{name} {last}/{whole}: {look(site, name)}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))

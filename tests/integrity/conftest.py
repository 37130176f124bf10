"""A workspace with three nights of two hosts, their evidence, and one later assessment."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from scanner.collect.archive import Archive
from scanner.integrity.verify import Proof, RunProof, verify
from scanner.model.host import Host, Visit
from scanner.model.verdict import HostState
from scanner.store.history import Answer, History, Known
from tests.store.nights import finding, known, night, planned, run_of

NIGHTS = (
    {("a", "sshd-root"): "pass", ("a", "root-alone"): "fail:22", ("b", "sshd-root"): "fail:22"},
    {("a", "sshd-root"): "pass", ("a", "root-alone"): "fail:22,23", ("b", "sshd-root"): "pass"},
    {("a", "sshd-root"): "pass", ("a", "root-alone"): "fail:22,23", ("b", "sshd-root"): "fail:22"},
)


def evidence(host: str, number: int) -> bytes:
    """What a host sent on a night."""
    return f"EITS-EVIDENCE 1\n{host} on night {number}\n".encode() * 20


def save_night(history: History, number: int, found: dict[tuple[str, str], str], silent: tuple[str, ...] = ()) -> None:
    """Save one night as a scan does: evidence first. silent: hosts that were not asked."""
    run = run_of(number)
    archive = Archive(history.runs_folder / run.id / "evidence")
    archive.create()
    answers = []
    for host in sorted({host for host, _ in found}):
        saved = archive.write(host, evidence(host, number))
        visit = Visit(
            host=host, name=host, state=HostState.ANSWERED, observed_at=night(number),
            evidence_sha256=saved.sha256, evidence_bytes=saved.bytes,
        )  # fmt: skip
        told = [finding(host, check, word, night(number)) for (at, check), word in found.items() if at == host]
        answers.append(Answer(visit, told))
    answers += [Answer(Visit(host=host, state=HostState.NOT_SCANNED), []) for host in silent]
    there = Known([*known(found).hosts, *(Host(name=host, host_id=host) for host in silent)], known(found).checks)
    history.save(run, there, planned(found), answers, night(number))


class Site:
    """The workspace, and ways to look at it and to break it."""

    def __init__(self, home: Path) -> None:
        self.home, self.store, self.runs = home, home / "store.sqlite", home / "runs"

    def folder(self, number: int) -> Path:
        """The folder of a night's run."""
        return self.runs / run_of(number).id

    def proof(self, *wanted: str, **options: object) -> Proof:
        """What verify says."""
        with History(self.store) as history:
            return verify(history, wanted, **options)  # type: ignore[arg-type]  # as given

    def run(self, number: int) -> RunProof:
        """What verify says of a night's run."""
        (found,) = (each for each in self.proof().runs if each.run == run_of(number).id)
        return found

    def states(self) -> dict[int, str]:
        """The state of each run by its night."""
        return {int(each.run.partition("-")[2]): each.state.value for each in self.proof().runs}

    def sql(self, *statements: str) -> None:
        """Change the history behind the program's back."""
        with closing(sqlite3.connect(self.store)) as writer, writer:
            for statement in statements:
                assert writer.execute(statement).rowcount > 0

    def rewrite(self, path: Path, change: Callable[[dict[str, object]], None]) -> None:
        """Change a manifest and its digest in the history, as one who knows how would."""
        before = hashlib.sha256(path.read_bytes()).hexdigest()
        data = json.loads(path.read_text())
        change(data)
        path.write_text(json.dumps(data))
        after = hashlib.sha256(path.read_bytes()).hexdigest()
        self.sql(f"UPDATE chain SET sha256 = '{after}' WHERE sha256 = '{before}'")  # noqa: S608  # digests


@pytest.fixture(scope="session")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace as it was written."""
    home = tmp_path_factory.mktemp("nights")
    with History(home / "store.sqlite") as history:
        for number, found in enumerate(NIGHTS):
            save_night(history, number, found)
        said = [finding("a", "sshd-root", "error", night(1))]
        again = {("a", "sshd-root"): "error"}
        visit = Visit(host="a", state=HostState.ANSWERED)
        history.reassess("run-0001", known(again), [Answer(visit, said)], night(3), "c", "d", "1")
    return home


@pytest.fixture
def site(nights: Path, tmp_path: Path) -> Site:
    """A copy of it, to be broken."""
    shutil.copytree(nights, tmp_path / "home")
    return Site(tmp_path / "home")

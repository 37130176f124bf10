"""Manifests as runs are saved: they record what the history holds, each names the one before."""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
import stat
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.model.manifest import Manifest
from scanner.store.history import History
from scanner.store.manifest import links
from scanner.store.proof import findings_digests
from tests.store.nights import answers, known, night, save
from tests.store.test_history_properties import NIGHTS, Night

CHECK = "sshd-root"


def manifests(history: History) -> list[tuple[Path, Manifest]]:
    """Every manifest with its file, in the order of the chain."""
    reader = sqlite3.connect(history.path)
    found = [history.runs_folder / link.run / link.file for link in links(reader)]
    reader.close()
    return [(path, Manifest.model_validate_json(path.read_bytes())) for path in found]


def reassess(history: History, number: int, found: Night) -> None:
    """Judge the evidence of a night again."""
    history.reassess(f"run-{number:04}", known(found), answers(found, night(number)), night(99), "c", "d", "1")


@settings(max_examples=40)
@given(NIGHTS, st.randoms(use_true_random=False), st.booleans())
def test_what_is_digested_while_writing_is_what_the_history_holds_ever_after(
    nights: list[Night], order: random.Random, again: bool
) -> None:
    numbered = list(enumerate(nights))
    order.shuffle(numbered)
    with tempfile.TemporaryDirectory() as folder, History(Path(folder) / "store.sqlite") as history:
        for number, found in numbered:
            save(history, number, found)
        if again:
            reassess(history, numbered[0][0], numbered[-1][1])
        written = {each.assessment.id: {host.host: host.findings for host in each.hosts}
                   for _, each in manifests(history)}  # fmt: skip
        reader = sqlite3.connect(history.path)
        names = dict(reader.execute("SELECT id, host_id FROM hosts"))
        held: dict[int, dict[str, str]] = {number: {} for number in written}
        for host, proven in findings_digests(reader, written.keys()):
            assert proven.faults == []
            for assessment, digest in proven.digests.items():
                held[assessment][names[host]] = digest
        reader.close()
        assert held == written


def test_each_manifest_is_private_and_names_the_digest_of_the_one_before(tmp_path: Path) -> None:
    with History(tmp_path / "store.sqlite") as history:
        save(history, 2, {("a", CHECK): "pass"})
        save(history, 1, {("a", CHECK): "fail:22"})  # the clock was set back
        reassess(history, 2, {("a", CHECK): "error"})
        found = manifests(history)
    names = [f"{path.parent.name}/{path.name}" for path, _ in found]
    assert names == ["run-0002/manifest.json", "run-0001/manifest.json", "run-0002/assessment-3.json"]
    assert {stat.S_IMODE(path.stat().st_mode) for path, _ in found} == {0o600}
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path, _ in found]
    assert [each.previous for _, each in found] == [None, *digests[:-1]]
    assert [each.number for _, each in found] == [1, 2, 3]
    assert found[0][1].run is not None
    assert found[2][1].run is None
    assert found[2][1].counts == {"error high": 1}


def test_a_manifest_lists_the_files_of_evidence_as_they_lie(tmp_path: Path) -> None:
    evidence = tmp_path / "runs" / "run-0001" / "evidence"
    evidence.mkdir(parents=True)
    (evidence / "a.evidence.gz").write_bytes(b"packed")
    with History(tmp_path / "store.sqlite") as history:
        save(history, 1, {("a", CHECK): "pass"})
        ((_, manifest),) = manifests(history)
    assert manifest.files == {"evidence/a.evidence.gz": hashlib.sha256(b"packed").hexdigest()}
    assert manifest.hosts[0].evidence_sha256 == "ab" * 32
    assert manifest.checks == {1: CHECK}


def test_runs_of_before_there_were_manifests_begin_the_chain_at_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with History(path) as history:
        save(history, 1, {("a", CHECK): "pass", ("b", CHECK): "fail:22"})
        save(history, 2, {("a", CHECK): "error"})
        before: list[Any] = [json.loads(file.read_text()) for file, _ in manifests(history)]
        for file, _ in manifests(history):
            file.unlink()
    writer = sqlite3.connect(path)
    with writer:
        writer.execute("DELETE FROM chain")
    writer.close()
    with History(path) as history:
        save(history, 3, {("a", CHECK): "error"})
        after: list[Any] = [json.loads(file.read_text()) for file, _ in manifests(history)]
    assert [each["assessment"]["run"] for each in after] == ["run-0001", "run-0002", "run-0003"]
    assert after[:2] == before

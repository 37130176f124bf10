"""Computes again all that the manifests of a workspace record, and names whatever differs."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from sqlite3 import Connection

from pydantic import ValidationError

from scanner.integrity import bodies, files
from scanner.integrity.record import Record
from scanner.model.manifest import FILE, Manifest, Tombstone
from scanner.store.history import History
from scanner.store.manifest import EVIDENCE, NOTHING, PENDING, Link, links
from scanner.store.proof import findings_digests

Signed = Callable[[Path], str | None]
"""What is wrong with the signature of a manifest; None where it is good."""


class State(StrEnum):
    """What can be said of a run."""

    HOLDS = "holds"
    PRUNED = "pruned"
    """Holds, apart from evidence that was removed on purpose."""
    CHANGED = "changed"
    UNPROVEN = "unproven"
    """It has no manifest yet: it is of before there were any."""
    UNFINISHED = "unfinished"
    """It was interrupted before anything was saved."""


@dataclass
class RunProof:
    """One run: what differs from its manifests, and what else is to be said."""

    run: str
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    state: State = State.HOLDS


@dataclass(frozen=True, slots=True)
class Proof:
    """All runs asked for, oldest first, and the chain that holds them together."""

    runs: tuple[RunProof, ...]
    chain: tuple[str, ...]
    """Where it is broken, or what is not in it."""
    head: str | None
    """The digest of its last manifest: noted elsewhere, it proves later that nothing before it was rewritten."""
    length: int

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong and every run could be proven."""
        bad = (State.CHANGED, State.UNPROVEN)
        return not self.chain and all(each.state not in bad for each in self.runs)


def verify(
    history: History, wanted: Collection[str] = (), *, anchors: Collection[str] = (), signed: Signed | None = None
) -> Proof:
    """Prove these runs, or all. anchors: digests of manifests that were noted elsewhere.

    The chain is always proven whole. Whatever can be read is: a change never hides another.
    """
    with history.reading() as database:
        chain = links(database)
        record = Record(database)
        proofs = {run: RunProof(run) for run in record.runs if not wanted or run in wanted}
        manifests: dict[int, Manifest] = {}
        buried: set[str] = set()
        broken: list[str] = []
        before: Link | None = None
        for link in chain:
            broken += _broken(before, link)
            made, faults = _read(history.runs_folder, link, before)
            broken += faults.chain
            before = link
            if (proof := proofs.get(link.run)) is None:
                continue
            proof.faults += faults.run
            if link.assessment is None:
                buried.add(link.run)
            if signed and (path := _lies(history.runs_folder, link)) and (wrong := signed(path)):
                proof.faults.append(f"{link.file}: {wrong}")
            if isinstance(made, Tombstone):
                proof.notes.append(f"evidence removed {made.at:%Y-%m-%d} by {made.by}: {made.reason}")
                proof.faults += record.tombstone_faults(made)
            elif isinstance(made, Manifest):
                manifests[made.assessment.id] = made
                proof.faults += record.faults(made)
                proof.notes += record.renamed(made)
        _without_manifest(record, chain, proofs)
        _without_tombstone(record, buried, proofs)
        for assessment, fault in _findings(database, record, manifests):
            proofs[record.run_of[assessment]].faults.append(fault)
        for assessment, fault in bodies.faults(database):
            if (run := record.run_of.get(assessment)) in proofs:
                proofs[run].faults.append(fault)
        for run, proof in proofs.items():
            own = next(
                (each for each in manifests.values() if each.run is not None and each.assessment.run == run), None
            )
            known = {link.file for link in chain if link.run == run}
            folder = files.look(history.runs_folder / run, own, record.names(run), known, pruned=run in buried)
            proof.faults += folder.faults
            proof.notes += folder.notes
            proof.state = _state(proof, chain, buried)
        left = [] if wanted else [_left(path) for path in files.unrecorded(history.runs_folder, record.runs)]
    lost = [f"the digest {each} is of no manifest" for each in anchors if each not in {link.sha256 for link in chain}]
    head = chain[-1].sha256 if chain else None
    return Proof((*proofs.values(), *left), (*broken, *lost), head, len(chain))


@dataclass(frozen=True, slots=True)
class _Faults:
    run: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()


def _lies(runs: Path, link: Link) -> Path | None:
    """Where a manifest lies. It keeps its pending name where the process was killed just after saving."""
    path = runs / link.run / link.file
    pending = path.with_name(path.name + PENDING)
    return next((each for each in (path, pending) if each.is_file()), None)


def _read(runs: Path, link: Link, before: Link | None) -> tuple[Manifest | Tombstone | None, _Faults]:
    """A manifest as it was written, and what is wrong with it; None where it cannot be relied on."""
    path = _lies(runs, link)
    if path is None:
        return None, _Faults((f"{link.file} is missing",))
    try:
        text = path.read_bytes()
    except OSError as error:
        return None, _Faults((f"{link.file} cannot be read: {error.strerror}",))
    if hashlib.sha256(text).hexdigest() != link.sha256:
        return None, _Faults((f"{link.file} was changed: its digest is not the one in the history",))
    try:
        model = Tombstone if link.assessment is None else Manifest
        made = model.model_validate_json(text)
    except ValidationError:
        return None, _Faults((f"{link.file} cannot be understood: another version of eits-scan wrote it",))
    if (made.previous, made.number) != (before.sha256 if before else None, link.number):
        behind = f"between {before} and {link}" if before else f"before {link}"
        return made, _Faults(chain=(f"broken {behind}: it names another manifest as the one before",))
    return made, _Faults()


def _broken(before: Link | None, link: Link) -> list[str]:
    gone = link.number - (before.number if before else 0) - 1
    if not gone:
        return []
    behind = f"between {before} and {link}" if before else f"before {link}"
    return [f"broken {behind}: {gone} gone from the history"]


def _without_manifest(record: Record, chain: list[Link], proofs: dict[str, RunProof]) -> None:
    linked = {link.assessment for link in chain}
    for assessment, run in record.run_of.items():
        if assessment not in linked and chain and run in proofs:
            proofs[run].faults.append(f"assessment {assessment} has no manifest")


def _without_tombstone(record: Record, buried: Collection[str], proofs: dict[str, RunProof]) -> None:
    for run in record.tombstones.keys() - set(buried):
        if run in proofs:
            proofs[run].faults.append("the history says that evidence was removed; the chain has no tombstone of it")


def _findings(database: Connection, record: Record, manifests: dict[int, Manifest]) -> list[tuple[int, str]]:
    """Where the findings of an assessment are no longer those its manifest was made of."""
    found: list[tuple[int, str]] = []
    held: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for host, proven in findings_digests(database, manifests.keys()):
        found += [(at, f"{record.host(host)}: {record.named(what)}") for at, what in proven.faults if at in manifests]
        for assessment, digest in proven.digests.items():
            held[assessment][host] = digest
    for assessment, manifest in manifests.items():
        there = held[assessment]
        for entry in manifest.hosts:
            if there.pop(record.number(entry.host, entry.number), NOTHING) != entry.findings:
                found.append((assessment, f"findings of assessment {assessment} on {entry.host} were changed"))
        extra = [record.host(number) for number, digest in there.items() if digest != NOTHING]
        found += [(assessment, f"findings of assessment {assessment} on {host} were added") for host in extra]
    return found


def _state(proof: RunProof, chain: list[Link], buried: Collection[str]) -> State:
    if proof.faults:
        return State.CHANGED
    if not chain:
        return State.UNPROVEN
    return State.PRUNED if proof.run in buried else State.HOLDS


def _left(folder: Path) -> RunProof:
    """A folder of a run that the history does not have."""
    if (folder / FILE).exists():
        fault = f"it has a {FILE} and is not in the history: it was taken out"
        return RunProof(folder.name, [fault], state=State.CHANGED)
    note = "nothing of it is saved yet: it is still running, or was interrupted"
    if (folder / EVIDENCE).is_dir():
        note += f" ({len(list((folder / EVIDENCE).iterdir()))} files)"
    return RunProof(folder.name, notes=[note], state=State.UNFINISHED)

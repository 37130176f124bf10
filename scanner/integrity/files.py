"""The files in a run's folder, against what its manifest lists."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scanner.collect.archive import Archive
from scanner.errors import UnseenError
from scanner.model.manifest import Manifest
from scanner.store.manifest import EVIDENCE, PENDING

SIGNATURE = ".sig"
REMOVING = "evidence.removing"
"""What the folder of evidence is called while it is being removed."""


@dataclass(frozen=True, slots=True)
class Folder:
    """What is wrong in a run's folder, and what else lies there."""

    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def look(folder: Path, manifest: Manifest | None, evidence: Mapping[str, str], known: Collection[str], *,
         pruned: bool) -> Folder:  # fmt: skip
    """Compare a folder.

    manifest: the run's own; None where there is none to rely on. evidence: digests of what hosts sent, by the host's
    name. known: the files of its manifests.
    """
    found = Folder()
    _others(folder, known, found)
    if pruned:
        if any((folder / name).exists() for name in (EVIDENCE, REMOVING)):
            found.notes.append("removing its evidence was interrupted: the next prune ends it")
        return found
    listed = manifest.files if manifest else {}
    there = {path.name: path for path in _in(folder / EVIDENCE)}
    archive = Archive(folder / EVIDENCE)
    hosts = {archive.path(name).name: name for name in evidence}
    if not there and (gone := len(listed or hosts)):
        found.faults.append(f"all of its evidence is missing ({gone} files), and no tombstone tells of it")
        return found
    for name in sorted(listed.keys() | hosts.keys()):
        host = hosts.get(name)
        path = there.pop(name, None)
        text = _unreadable(archive, host, evidence[host]) if host and path else None
        if path is None:
            found.faults.append(f"{EVIDENCE}/{name} is missing")
        elif text:
            found.faults.append(f"{EVIDENCE}/{name} was changed: {text}")
        elif manifest and _digest(path) != listed.get(name):
            found.faults.append(f"{EVIDENCE}/{name} was changed: its text is the same, the file around it is not")
    for name in sorted(there):
        if ".part" in name:
            found.notes.append(f"{EVIDENCE}/{name} was left by a process that was killed")
        else:
            found.faults.append(f"{EVIDENCE}/{name} was added")
    return found


def unrecorded(runs: Path, known: Collection[str]) -> list[Path]:
    """Folders of runs that the history does not have."""
    return sorted(path for path in _in(runs) if path.is_dir() and path.name not in known)


def _others(folder: Path, known: Collection[str], found: Folder) -> None:
    """What lies beside the evidence."""
    mine = {EVIDENCE, REMOVING, *known, *(name + SIGNATURE for name in known)}
    for path in _in(folder):
        if path.name in mine:
            if path.is_symlink():
                found.faults.append(f"{path.name} was replaced by a link")
        elif path.name.endswith(PENDING):
            if path.name.removesuffix(PENDING) not in known:
                found.notes.append(f"{path.name} was left by a process that was killed before it saved")
        else:
            found.faults.append(f"{path.name} was added")


def _unreadable(archive: Archive, host: str, sha256: str) -> str | None:
    """Why the evidence is no longer what the host sent; None where it is."""
    if archive.path(host).is_symlink() or not archive.path(host).is_file():
        return "it is no file any more"
    try:
        archive.read(host)
    except UnseenError:
        return "it cannot be read as evidence any more"
    try:
        archive.read(host, sha256)
    except UnseenError:
        return "its text is not what the host sent"
    return None


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _in(folder: Path) -> Iterator[Path]:
    if folder.is_dir() and not folder.is_symlink():
        yield from sorted(folder.iterdir())

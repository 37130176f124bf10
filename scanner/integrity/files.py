"""The files in a run's folder, against what its manifest lists."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scanner.collect.archive import Archive
from scanner.errors import UnseenError
from scanner.model.manifest import Manifest
from scanner.store.manifest import EVIDENCE, LEFT, PENDING

SIGNATURE = ".sig"
REMOVING = "evidence.removing"
"""What the folder of evidence is called while it is being removed."""

_ABOUT = {True: "its text is the same, the file around it is not", False: "its digest is another"}
"""What changed in a file, by whether it is evidence that still says what its host sent."""


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
    listed = dict(manifest.files) if manifest else {}
    archive = Archive(folder / EVIDENCE)
    hosts = {f"{EVIDENCE}/{archive.path(name).name}": name for name in evidence}
    there = {f"{EVIDENCE}/{path.name}": path for path in _in(folder / EVIDENCE)}
    if pruned:
        if any((folder / name).exists() for name in (EVIDENCE, REMOVING)):
            found.notes.append("removing its evidence was interrupted: the next prune ends it")
        listed = {name: digest for name, digest in listed.items() if not name.startswith(f"{EVIDENCE}/")}
        hosts, there = {}, {}
    elif hosts and not there:
        found.faults.append(f"all of its evidence is missing ({len(hosts)} files), and no tombstone tells of it")
        listed = {name: digest for name, digest in listed.items() if name not in hosts}
        hosts = {}
    if manifest:  # without it nobody knows what else the run made
        there |= {path.name: path for path in _in(folder) if _other(path.name, known)}
    for name in sorted(listed.keys() | hosts.keys()):
        host, path = hosts.get(name), there.pop(name, None)
        if path is None:
            found.faults.append(f"{name} is missing")
        elif text := _unreadable(archive, host, evidence[host]) if host else None:
            found.faults.append(f"{name} was changed: {text}")
        elif manifest and _digest(path) != listed.get(name):
            found.faults.append(f"{name} was changed: {_ABOUT[host is not None]}")
    for name in sorted(there):
        if LEFT in name or name.endswith(PENDING):
            found.notes.append(f"{name} was left by a process that was killed")
        else:
            found.faults.append(f"{name} was added")
    links = (path.name for path in _in(folder) if path.is_symlink() and path.name in known)
    found.faults.extend(f"{name} was replaced by a link" for name in links)
    return found


def unrecorded(runs: Path, known: Collection[str]) -> list[Path]:
    """Folders of runs that the history does not have."""
    return sorted(path for path in _in(runs) if path.is_dir() and path.name not in known)


def _other(name: str, known: Collection[str]) -> bool:
    """Whether a file is neither one of the manifests nor what goes with them."""
    mine = {EVIDENCE, REMOVING, *known, *(each + SIGNATURE for each in known), *(each + PENDING for each in known)}
    return name not in mine


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

"""Removing the evidence of old runs. What proves them stays: digests, manifests, findings, and a tombstone.

First the tombstone is written, then the folder gets another name, then it goes. A process killed in between leaves a
run that is told as pruned, and the next prune ends what it began.
"""

from __future__ import annotations

import os
import pwd
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from scanner.errors import InvalidError
from scanner.integrity.files import REMOVING, unrecorded
from scanner.model.manifest import FILE
from scanner.store.history import History
from scanner.store.manifest import EVIDENCE

CITING = ("attestations.yaml", "waivers.yaml", "plan.yaml")
"""The files beside an inventory in which people name runs."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one run's evidence."""

    run: str
    removed: bool
    why: str
    bytes: int = 0


def prune(
    history: History, sources: Sequence[Path], keep_days: int, now: datetime, by: str, *, dry: bool = False
) -> Iterator[Outcome]:
    """Remove the evidence of runs that began more than `keep_days` days ago; tells of each of them.

    The newest run stays, and one that is held or named in decisions or the action plan beside the inventories
    (`sources`). Hold the lock of the workspace meanwhile. dry: only tell.
    """
    cited = _cited(sources)
    runs = history.runs()
    buried = history.buried()
    held = {each.run: each for each in history.holds() if each.released is None and each.until >= now.date()}
    before = now - timedelta(days=keep_days)
    for run in reversed(runs):
        folder = history.runs_folder / run.id
        if run.id in buried:
            if not dry:
                _remove(folder)
            continue
        if run.started >= before:
            continue
        names = [path.name for path, text in cited if run.id in text]
        if run is runs[0]:
            yield Outcome(run.id, removed=False, why="it is the newest run")
        elif hold := held.get(run.id):
            yield Outcome(run.id, removed=False, why=f"held until {hold.until}: {hold.reason}")
        elif names:
            yield Outcome(run.id, removed=False, why=f"named in {', '.join(names)}")
        else:
            size = _size(folder / EVIDENCE)
            reason = f"older than {keep_days} days"
            if not dry:
                history.bury(run.id, now, by, reason)
                _remove(folder)
            yield Outcome(run.id, removed=True, why=reason, bytes=size)
    for folder in unrecorded(history.runs_folder, {run.id for run in runs}):
        if not (folder / FILE).exists() and folder.stat().st_mtime < before.timestamp():
            size = _size(folder)
            if not dry:
                _delete(folder)
            yield Outcome(folder.name, removed=True, why="it was interrupted before anything was saved", bytes=size)


def nine_years_after(day: date) -> date:
    """How long a held run is kept where nothing else is said."""
    try:
        return day.replace(year=day.year + 9)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 9, day=28)


def account() -> str:
    """Who runs this: the account of the process, and through whom it became that."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = f"uid {os.getuid()}"
    through = os.environ.get("SUDO_USER", "")
    return f"{name} (sudo: {through})" if through.isprintable() and through else name


def _cited(sources: Sequence[Path]) -> list[tuple[Path, str]]:
    """The files in which people name runs, as text: also one that is not valid now keeps what it names."""
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in sources)
    found = []
    for path in (folder / name for folder in folders for name in CITING):
        try:
            found.append((path, path.read_text(encoding="utf-8", errors="replace")))
        except FileNotFoundError:
            continue
        except OSError as error:
            raise InvalidError(f"cannot be read, so nothing was removed: {error.strerror}", where=str(path)) from error
    return found


def _remove(folder: Path) -> None:
    evidence, removing = folder / EVIDENCE, folder / REMOVING
    for _ in range(2):  # what an earlier prune began, then what there is now
        if os.path.lexists(removing):
            _delete(removing)
        if os.path.lexists(evidence):
            evidence.rename(removing)
    if os.path.lexists(removing):
        _delete(removing)


def _delete(path: Path) -> None:
    if path.is_symlink():
        path.unlink()
    else:
        shutil.rmtree(path)


def _size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*")) if folder.is_dir() else 0

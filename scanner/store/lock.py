"""The lock of a workspace: one run at a time."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from scanner.errors import InvalidError, LockedError


@contextmanager
def held(workspace: Path, now: datetime, name: str = "lock") -> Iterator[None]:
    """Hold the lock of a workspace while inside. LockedError says who holds it, and since when.

    name: another lock than that of a run, for what spans several steps that each take the run's lock.

    The kernel lets go of the lock when its process ends, however it ends: a file left by a killed run stops nobody.
    Raises InvalidError where the file cannot be made.
    """
    path = workspace / name
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise InvalidError(
            f"the workspace cannot be written: {error.strerror}",
            where=str(path),
            todo="make room or give it the right owner, or name another with --home",
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid, _, since = os.pread(descriptor, 200, 0).decode("ascii", "replace").strip().partition(" ")
            raise LockedError(
                f"another run holds the lock: process {pid or 'unknown'}, since {since or 'just now'}",
                where=str(path),
                todo="wait until it has finished",
            ) from None
        with contextlib.suppress(OSError):  # a full disk: the lock holds all the same, it only does not say for whom
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()} {now.isoformat(timespec='seconds')}\n".encode("ascii"), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)

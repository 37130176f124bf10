"""What one host may cost the controller: time and memory. Used inside Ansible's worker, which serves one host alone."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType


class HungError(BaseException):
    """The time is over. Not an Exception: Ansible's ssh plugin would catch that and try again."""


class FloodedError(Exception):
    """The host answered more than the worker may hold."""


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises HungError inside the block when the time is over, and ends what the block started."""

    def over(_signal: int, _frame: FrameType | None) -> None:
        raise HungError

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except HungError:
        kill_children()
        raise
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def memory_limit(extra: int) -> Iterator[None]:
    """Raises FloodedError when the block needs more than `extra` bytes on top of what the worker has mapped now.

    Ansible's connections read an answer whole; only the kernel can stop them. Processes that the block starts inherit
    the limit as their soft limit. The block must be one call: only when its frames are gone is the answer freed.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + extra, hard))
    flooded = False
    try:
        yield
    except MemoryError:
        flooded = True
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    if flooded:
        kill_children()
        raise FloodedError


def kill_children() -> None:
    """Ends everything this process started and may end. What runs as root under sudo sees its pipe close instead."""
    for pid in _descendants(os.getpid()):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def _descendants(pid: int) -> list[int]:
    """Read before anything is killed, because orphans are no longer found."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [found for child in map(int, children) for found in (child, *_descendants(child))]

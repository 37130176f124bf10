"""Control groups that hold every process a fleet starts, so that ending them needs no guess about names or pids.

Where the machine mounts the old controllers and the unified tree side by side, both must be entered: systemd-nspawn
makes its own groups `payload` and `supervisor` below its caller's, and two hosts started from one group would share
them and end each other's processes.
"""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path("/sys/fs/cgroup")
# The unified tree comes first: it alone can kill and freeze a whole group.
HIERARCHIES = (
    (_ROOT,) if (_ROOT / "cgroup.controllers").exists() else tuple(_ROOT / part for part in ("unified", "systemd"))
)


class Cgroup:
    """A group below the root in each hierarchy. `name` may hold slashes; parents are made as needed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.unified = HIERARCHIES[0] / name
        for hierarchy in HIERARCHIES:
            (hierarchy / name).mkdir(parents=True, exist_ok=True)

    def enter(self, argv: list[str]) -> list[str]:
        """`argv` wrapped so that the process first moves itself, with all its children to come, into this group."""
        moves = "".join(f"echo $$ >{hierarchy / self.name}/cgroup.procs && " for hierarchy in HIERARCHIES)
        return ["/bin/sh", "-c", f'{moves}exec "$@"', "sh", *argv]

    def processes(self) -> tuple[int, ...]:
        """The pids in this group and all groups below it."""
        return tuple(int(pid) for group in _tree(self.unified) for pid in _lines(group / "cgroup.procs"))

    def freeze(self, frozen: bool) -> None:
        """Stops every process in the group in its tracks, or lets all go on."""
        (self.unified / "cgroup.freeze").write_text("1" if frozen else "0")

    def kill(self, part: str = "") -> None:
        """Kills every process in the group, or in the `part` of it if there is one."""
        with contextlib.suppress(FileNotFoundError):
            (self.unified / part / "cgroup.kill").write_text("1")

    def end(self, patience: float = 120) -> None:
        """Kills every process of the group and removes the group. Nothing is left, else a RuntimeError names it."""
        deadline = time.monotonic() + patience
        while pids := self.processes():
            self.kill()
            if time.monotonic() > deadline:
                raise RuntimeError(f"processes of {self.name} do not end: {pids}")
            time.sleep(0.02)
        for hierarchy in HIERARCHIES:
            for group in reversed(list(_tree(hierarchy / self.name))):
                # A group stays busy for a moment after its last process has gone.
                while group.exists():
                    try:
                        group.rmdir()
                    except OSError:
                        if time.monotonic() > deadline:
                            raise
                        time.sleep(0.02)


def _tree(group: Path) -> Iterator[Path]:
    if group.is_dir():
        yield group
        for child in group.iterdir():
            if child.is_dir():
                yield from _tree(child)


def _lines(path: Path) -> list[str]:
    with contextlib.suppress(FileNotFoundError):
        return path.read_text().split()
    return []

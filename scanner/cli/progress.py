"""Shows a run going on: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from scanner.collect.ansible import Event, NotAsked, Receipt
from scanner.errors import printable


class Progress:
    """Told of every host as it starts and ends. Writes to the error channel, so that output stays clean."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bar = Bar(*columns, console=console, transient=True) if console.is_terminal else None
        self._task = self._bar.add_task("hosts", total=None) if self._bar else None
        self._failed: dict[str, bool] = {}
        """Of every host that is done, whether it failed; one that is asked again counts once."""

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()

    def watch(self, hosts: int, event: Event) -> None:
        """One host started or ended; `hosts` is how many there are in all."""
        if isinstance(event, NotAsked):
            why = f"{event.cause} {event.detail}".strip()
            self._say(f"{len(event.hosts)}/{hosts} hosts were not asked: {why}")
        if not isinstance(event, Receipt):
            return
        self._failed[event.host] = event.cause is not None
        done = len(self._failed)
        if self._bar and self._task is not None:
            said = f"hosts: {sum(self._failed.values())} failed, {hosts - done} waiting"
            self._bar.update(self._task, total=hosts, completed=done, description=said)
            return
        how = (
            f"{event.cause} {event.detail}".strip() if event.cause else f"{event.bytes} bytes in {event.seconds:.1f} s"
        )
        self._say(f"{done}/{hosts} {event.host}: {how}")

    def _say(self, text: str) -> None:
        if self._bar:
            self._bar.console.print(printable(text), markup=False, highlight=False)
        else:
            print(printable(text), file=sys.stderr)

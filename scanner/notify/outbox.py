"""What is still to be sent, as files: a server that is down tonight gets it tomorrow, and a crash loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scanner.whole_file import write

LONGEST = 30
"""How many messages wait for one channel; of more the oldest are given up. A month of nights."""


class Outbox:
    """The waiting messages of one channel, oldest first."""

    def __init__(self, folder: Path, channel: str) -> None:
        self._folder, self._channel = folder, channel

    def put(self, name: str, content: bytes) -> None:
        """Keep a message until it is sent. `name` sorts by time. Raises OSError where it cannot be written."""
        write(self._folder / f"{name}.{self._channel}", [content])
        for path in list(self.waiting())[:-LONGEST]:
            path.unlink(missing_ok=True)

    def waiting(self) -> Iterator[Path]:
        """The files that wait; whoever has sent one removes it."""
        yield from sorted(path for path in self._folder.glob(f"*.{self._channel}") if not path.name.startswith("."))

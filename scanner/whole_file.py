"""Writes a file whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def write(path: Path, parts: Iterable[bytes], mode: int = 0o600) -> None:
    """The file, of this mode whatever the umask, made of these parts. Raises OSError; what was there before then stays.

    It outlives a power cut. The draft's name begins with a dot and does not end as the file does, so that nobody takes
    it for the file. A missing folder is made, for its owner only.
    """
    draft = path.with_name(f".{path.name}.part{os.getpid()}")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with open(draft, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(mode)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)

"""What the database says when it fails, as errors a person can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from scanner.errors import EitsError, ExitCode


class StoreError(EitsError):
    """The history could not be read or written; what it held before is unharmed unless the message says otherwise."""

    exit_code: ClassVar[ExitCode] = ExitCode.UNSEEN


# SQLite's messages, by what they contain: what happened, and what to do.
_MEANING = {
    "disk is full": (
        "the disk is full: this run was not saved, earlier runs are unharmed",
        "free space, then run again",
    ),
    "disk i/o error": ("the disk failed: this run was not saved", "look at the controller's disk and free space"),
    "readonly": ("cannot be written", "check who owns the file and its folder"),
    "unable to open": ("cannot be opened", "check that the folder exists and who owns it"),
    "locked": ("is being written by another program", "try again when it has finished"),
    "not a database": ("is not a history of this program", "move the file away or restore it from a backup"),
    "malformed": ("is damaged", "restore it from a backup; the evidence of earlier runs can be judged again"),
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite raises inside into a StoreError about this file."""
    try:
        yield
    except sqlite3.Error as error:
        said = str(error).lower()
        for words, (message, todo) in _MEANING.items():
            if words in said:
                raise StoreError(message, where=str(path), todo=todo) from error
        raise

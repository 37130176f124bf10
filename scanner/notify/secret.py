"""Reads a password or token from where the settings say it is. It is held no longer than it takes to use it."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Sequence
from pathlib import Path

from scanner.errors import UnseenError

_PATIENCE = 30  # seconds a command has to print it


def secret(what: str, *, env: str = "", file: str = "", command: Sequence[str] = ()) -> str:
    """The first line of what is there. UnseenError, which never quotes it, where there is none."""
    if env:
        text = os.environ.get(env, "")
        where = f"the environment variable {env}"
    elif file:
        text, where = _from_file(what, Path(file)), file
    else:
        text, where = _from_command(what, command), command[0]
    line = text.partition("\n")[0].rstrip("\r")
    if not line:
        raise UnseenError(f"{what} is empty or missing", where=where)
    return line


def _from_file(what: str, path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o007:
                raise UnseenError(f"every account may read {what}", where=str(path), todo=f"chmod o-rwx {path}")
            return file.readline()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not text"
        raise UnseenError(f"{what} cannot be read: {why}", where=str(path)) from None


def _from_command(what: str, command: Sequence[str]) -> str:
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=True,
        )
        return done.stdout.decode()
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError) as error:
        why = f"exit {error.returncode}" if isinstance(error, subprocess.CalledProcessError) else type(error).__name__
        raise UnseenError(f"the command for {what} failed: {why}", where=command[0]) from None

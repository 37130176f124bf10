"""What the tests of the script share: this machine's shells, asking a script as a host is asked, and what runs."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scanner.collect.evidence import decode
from scanner.facts.raw import Evidence, Raw

SHELLS = [shell for shell in ("/bin/dash", "/bin/bash", "/bin/busybox sh") if Path(shell.split()[0]).exists()]
every_shell = pytest.mark.parametrize("shell", SHELLS)


def write(folder: Path, **bodies: str) -> Path:
    """A folder of collectors."""
    for name, body in bodies.items():
        (folder / f"{name}.sh").write_text(body, encoding="utf-8")
    return folder


def ask(script: str, shell: str) -> Evidence:
    """What this machine answers, asked as a host is: by the standard input of one shell with an empty environment."""
    command = ["env", "-i", *shell.split(), "-s"]
    return decode(subprocess.run(command, input=script.encode(), stdout=subprocess.PIPE, check=False).stdout)


def raw(evidence: Evidence, name: str) -> Raw:
    """A collector that answered."""
    found = evidence.raw(name)
    assert isinstance(found, Raw), found
    return found


def alive(program: str) -> dict[int, bytes]:
    """The processes that show this program among their arguments, zombies aside."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if program.encode() in arguments:
            found[int(process.name)] = arguments
    return found


def until(condition: Callable[[], object], seconds: float = 120) -> bool:
    """Whether the condition comes true; the time is only a limit for a failing test."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False

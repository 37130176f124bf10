"""Builds the one script a host is sent: the frame, the prelude, and the collectors the plan asks for."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from scanner import resources
from scanner.errors import InvalidError

PRELUDE = 1
"""The version of the prelude. It changes when a collector's output could change with it."""
COLLECTOR_SECONDS = 20
HOST_SECONDS = 120

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_HEADER = re.compile(r"^# (budget|root|keys): *(\S+)$", re.MULTILINE)
_LONGEST_KEY = 4096  # bytes; PATH_MAX
_LARGEST_CODE = 120_000  # bytes; Linux takes 128 KiB in one environment variable


@dataclass(frozen=True, slots=True)
class Collector:
    """A collector's script and what its header comments declare."""

    name: str
    body: str
    budget: int = COLLECTOR_SECONDS
    root: bool = False
    keys: Literal["paths", "names", "none"] = "none"

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the script and the prelude's version: where it is the same, a host was read the same way."""
        return hashlib.sha256(f"{self.body}\nprelude {PRELUDE}\n".encode()).hexdigest()


def collector(name: str, folder: Path | None = None) -> Collector:
    """The collector of this name, ours or one from an organisation's own folder.

    Raises InvalidError when there is none, when both have one, or when its header is wrong.
    """
    places = [place / f"{name}.sh" for place in (_linux(), folder) if place is not None]
    found = [path for path in places if path.is_file()] if _NAME.fullmatch(name) else []
    if not found:
        where = " or ".join(str(path) for path in places)
        raise InvalidError("there is no such collector", where=where, todo="its name is that of a file in this folder")
    if len(found) > 1:
        raise InvalidError("eits-scan has a collector of this name", where=str(found[1]), todo="rename yours")
    path = found[0]
    body = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(body))
    budget = header.get("budget", str(COLLECTOR_SECONDS))
    keys = header.get("keys", "none")
    root = header.get("root", "no")
    kinds = ("paths", "names", "none")
    if not re.fullmatch(r"[1-9][0-9]{0,3}", budget) or keys not in kinds or root not in ("yes", "no"):
        raise InvalidError(
            "the header of this collector cannot be read",
            where=str(path),
            todo="write `# budget: SECONDS`, `# root: yes` or `no`, `# keys: paths`, `names` or `none`",
        )
    return Collector(name, body, int(budget), root == "yes", keys)


def assemble(
    collectors: Sequence[tuple[str, tuple[str, ...]]],
    *,
    host_seconds: int = HOST_SECONDS,
    seconds: int | None = None,
    shell: str = "/bin/sh",
    folder: Path | None = None,
) -> str:
    """The script for `/bin/sh -s`: these collectors, each with its requested keys, in this order.

    `host_seconds` is the time for all of them; `seconds` replaces each collector's own budget. `shell` is the program
    (with at most one argument) that runs each collector; `folder` holds an organisation's own collectors. Raises
    InvalidError for an unknown collector, a key with control characters or over 4096 bytes, or a collector asked for
    twice.
    """
    names = [name for name, _ in collectors]
    if len(set(names)) != len(names):
        raise InvalidError("a collector is asked for twice", where=", ".join(names), todo="merge its keys")
    calls = [_call(collector(name, folder), keys, seconds) for name, keys in collectors]
    return "\n".join(
        (
            "# eits-scan: reads settings and changes nothing.",
            "main() {",
            f"EITS_SHELL={quoted(shell)}",
            f"EITS_HOST_BUDGET={host_seconds}",
            f"EITS_PRELUDE={quoted(_part('_prelude.sh'))}",
            _part("_main.sh"),
            *calls,
            "finish",
            "}",
            "</dev/null main",  # this way round, no part of the line runs anything
            "",
        )
    )


def quoted(text: str) -> str:
    """The text as one literal word of a POSIX shell."""
    return "'" + text.replace("'", "'\\''") + "'"


def checked_keys(keys: Sequence[str]) -> tuple[str, ...]:
    """The keys, when each can travel as one line of a list. Raises InvalidError naming the first that cannot."""
    for key in keys:
        if not key or len(key.encode("utf-8", "surrogatepass")) > _LONGEST_KEY or any(_unfit(char) for char in key):
            raise InvalidError(
                "a requested key is empty, too long, or holds a control character",
                where=ascii(key)[:200],
                todo="correct the key in the check that names it",
            )
    return tuple(keys)


def _unfit(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")


def _call(collector: Collector, keys: tuple[str, ...], seconds: int | None) -> str:
    listed = "\n".join(checked_keys(keys))
    encoded = base64.b64encode(listed.encode()).decode() or "-"
    # The newlines keep a last line that is a comment, or lacks its newline, from swallowing what follows.
    code = f"unset EITS_CODE\nEITS_KEYS={quoted(listed)}\ncollect() {{\n{collector.body}\n}}\ncollect"
    size = len(code.encode()) + len(_part("_prelude.sh").encode())
    if size > _LARGEST_CODE:
        raise InvalidError(
            f"the script of a collector with its keys is {size} bytes long, more than a process can be given",
            where=collector.name,
            todo="ask for fewer keys, use patterns, or make the script shorter",
        )
    budget = seconds or collector.budget
    return f'collector {collector.name} {budget} {collector.digest} {encoded} "$EITS_PRELUDE"{quoted(code)}'


def _part(name: str) -> str:
    return (_linux() / name).read_text(encoding="utf-8")


def _linux() -> Path:
    return resources.playbooks() / "collectors" / "linux"

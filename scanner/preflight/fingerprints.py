"""A list of host keys that somebody brought from the hosts' consoles: fingerprints, or lines of known_hosts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path

from scanner.errors import InvalidError, Problem, at
from scanner.model.base import Frozen
from scanner.preflight.known_hosts import Entry, HostKey, parse_line

_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")


class Listed(StrEnum):
    """What the list says of a key."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    """The list has another key for this host, or calls this one revoked."""
    ABSENT = "absent"


class Line(Frozen):
    """`web1 SHA256:…`, with the key's type or without."""

    where: str
    host: str
    fingerprint: str
    type: str = ""


class Fingerprints:
    """The list. A host is meant by its inventory name, its address, or its name in known_hosts."""

    def __init__(self, lines: Iterable[Line] = (), entries: Iterable[Entry] = ()) -> None:
        self._lines, self._entries = tuple(lines), tuple(entries)

    def judge(self, keys: Sequence[HostKey], names: Sequence[str]) -> tuple[Listed, ...]:
        """One answer per key of a host that has these names."""
        lines = [line for line in self._lines if line.host.lower() in {name.lower() for name in names}]
        entries = [entry for entry in self._entries if any(map(entry.matches, names))]
        answers = [_judge(key, lines, entries) for key in keys]
        if lines and Listed.CONFIRMED not in answers:  # lines without a type fit none of its keys
            answers = [Listed.CONTRADICTED for _ in answers]
        return tuple(answers)


def _judge(key: HostKey, lines: Sequence[Line], entries: Sequence[Entry]) -> Listed:
    about = [entry for entry in entries if entry.key.type == key.type]
    if any(entry.key == key and entry.marker == "@revoked" for entry in about):
        return Listed.CONTRADICTED
    plain = [entry.key.fingerprint for entry in about if not entry.marker]
    typed = [line.fingerprint for line in lines if line.type == key.type]
    untyped = [line.fingerprint for line in lines if not line.type]
    if key.fingerprint in (*plain, *typed, *untyped):
        return Listed.CONFIRMED
    return Listed.CONTRADICTED if plain or typed else Listed.ABSENT


def read(file: Path) -> Fingerprints:
    """Raises InvalidError with every line that is neither, by file and line."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidError(f"the list of fingerprints cannot be read: {error}", where=str(file)) from None
    lines: list[Line] = []
    entries: list[Entry] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        words, where = line.split(), at(file, number)
        if not words or words[0].startswith("#"):
            continue
        if entry := parse_line(line, where):
            entries.append(entry)
        elif len(words) in (2, 3) and _FINGERPRINT.fullmatch(words[-1]):
            lines.append(Line(where=where, host=words[0], fingerprint=words[-1], type="".join(words[1:-1])))
        else:
            todo = "write HOST SHA256:… as `ssh-keygen -lf` prints it at the host's console, or a line of known_hosts"
            problems.append(Problem("this is not a host with its fingerprint", where, todo))
    if problems:
        raise InvalidError.of(problems)
    return Fingerprints(lines, entries)

"""The precedence of sshd's configuration: includes, first value wins, Match blocks over everything before them.

Works on the allow-listed lines the collector sent. The values themselves come from the daemon (`sshd -T`); this finds
the lines that set them, and what Match blocks change for whom, which `sshd -T` does not tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePosixPath

from scanner.model.facts import Source

_SETTING = re.compile(r"""\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+|(?=["]))(.*)""")
_WORD = re.compile(r'"([^"]*)"|([^\s"]+)')
_INCLUDE_DEPTH = 16
"""As sshd itself."""

Conditions = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One setting as it stands in a file: its keyword in lower case and the words after it."""

    file: str
    number: int
    keyword: str
    words: tuple[str, ...]
    text: str

    @property
    def source(self) -> Source:
        return Source(file=self.file, line=self.number, text=self.text.strip()[:200])


@dataclass(frozen=True, slots=True)
class Block:
    """A Match block: what must hold of a connection (nothing for `Match all`), and the settings then."""

    start: Line
    conditions: Conditions
    lines: list[Line] = field(default_factory=list)

    def first(self, keywords: Iterable[str]) -> Line | None:
        """The line that decides: the first of any of the keyword's names."""
        return next((line for line in self.lines if line.keyword in keywords), None)


@dataclass(slots=True)
class Config:
    """The global settings in order, the Match blocks in order, and the first file that could not be read."""

    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    denied: str | None = None

    def first(self, keywords: Iterable[str]) -> Line | None:
        """The global line that decides a keyword."""
        return next((line for line in self.lines if line.keyword in keywords), None)

    def overriding(self, keywords: Sequence[str], root: Sequence[str] | None = None) -> list[tuple[Block, Line, bool]]:
        """The Match blocks that set a keyword with effect, each with its line, and whether it holds for everyone.

        A block has no effect where an earlier block that applies whenever it does sets the keyword too. With `root`
        (the groups of root) only connections of root count.
        """
        effective: list[tuple[Block, Line, bool]] = []
        earlier: list[Conditions] = []
        for block in self.blocks:
            line = block.first(keywords)
            conditions = block.conditions if root is None else _for_root(block.conditions, root)
            if line is None or conditions is None or any(before <= conditions for before in earlier):
                continue
            earlier.append(conditions)
            effective.append((block, line, not conditions))
        return effective


def read(rows: Iterable[str]) -> Config:
    """Follow the files as sshd does. `rows` are FILE<TAB>LINE<TAB>TEXT; line 0 says `read`, `denied` or `odd`."""
    files: dict[str, dict[int, Line]] = {}
    denied: set[str] = set()
    for row in rows:
        name, _, rest = row.partition("\t")
        number, tab, text = rest.partition("\t")
        if not tab or not re.fullmatch(r"[0-9]{1,7}", number):
            continue
        lines = files.setdefault(name, {})
        if number == "0":
            denied |= {name} if text != "read" else set()
        elif found := _SETTING.fullmatch(text):
            lines[int(number)] = Line(name, int(number), found[1].lower(), words(found[2]), text)
    config = Config()
    if files:
        _follow(next(iter(files)), files, denied, config, None, 0)
    return config


def words(text: str) -> tuple[str, ...]:
    """The arguments of a line: quotes taken off, a comment at the end left out."""
    found: list[str] = []
    for match in _WORD.finditer(text):
        if match[2] is not None and match[2].startswith("#"):
            break
        found.append(match[1] if match[2] is None else match[2])
    return tuple(found)


def _follow(
    name: str,
    files: Mapping[str, Mapping[int, Line]],
    denied: set[str],
    config: Config,
    block: Block | None,
    depth: int,
) -> None:
    """One file; a Match in it ends with it, so that the including file goes on as before."""
    if name in denied or depth > _INCLUDE_DEPTH:
        config.denied = config.denied or name
        return
    outer = block.conditions if block else frozenset()
    for number in sorted(files[name]):
        line = files[name][number]
        if line.keyword == "include":
            for included in _included(line.words, files):
                _follow(included, files, denied, config, block, depth + 1)
        elif line.keyword == "match":
            block = Block(line, _conditions(line.words) | outer)
            config.blocks.append(block)
        elif block is not None:
            block.lines.append(line)
        elif config.denied is None:  # what follows a file we could not read may already be decided there
            config.lines.append(line)


def _included(patterns: Iterable[str], files: Mapping[str, object]) -> Iterable[str]:
    for pattern in patterns:
        whole = pattern if pattern.startswith("/") else f"/etc/ssh/{pattern}"
        yield from sorted(
            name
            for name in files
            if PurePosixPath(name).match(whole)
            and (not PurePosixPath(name).name.startswith(".") or PurePosixPath(whole).name.startswith("."))
        )


def _conditions(arguments: Sequence[str]) -> Conditions:
    parts = [part for word in arguments for part in (word.split("=", 1) if "=" in word else [word])]
    found: set[tuple[str, str]] = set()
    while parts:
        kind = parts.pop(0).lower()
        if kind != "all":
            found.add((kind, "" if kind == "invalid-user" or not parts else parts.pop(0)))
    return frozenset(found)


def _for_root(conditions: Conditions, groups: Sequence[str]) -> Conditions | None:
    """What is left to hold when root logs in; None when the conditions exclude root."""
    left = set(conditions)
    for kind, patterns in conditions:
        if kind == "user" or (kind == "group" and groups):
            if not _listed(patterns, ("root",) if kind == "user" else groups):
                return None
            left.discard((kind, patterns))
    return frozenset(left)


def _listed(patterns: str, names: Sequence[str]) -> bool:
    """sshd's pattern lists: `*` and `?`, a leading `!` excludes."""
    given = patterns.split(",")
    positive = [pattern for pattern in given if not pattern.startswith("!")]
    negative = [pattern[1:] for pattern in given if pattern.startswith("!")]
    if any(_pattern(pattern).fullmatch(name) for pattern in negative for name in names):
        return False
    return any(_pattern(pattern).fullmatch(name) for pattern in positive for name in names)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    collapsed = re.sub(r"\*+", "*", text)  # a row of stars must not become a slow pattern
    return re.compile("".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in collapsed), re.DOTALL)

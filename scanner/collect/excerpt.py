"""Cuts one host's evidence down to some collectors, and shows it to a person."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from scanner.collect.frames import read

_BEGIN = re.compile(rb"^EITS-EVIDENCE [0-9]{1,4}\r?$", re.MULTILINE)
_BLOCK = re.compile(rb"^(?=@(?:collector|eof) )", re.MULTILINE)
_NAME = re.compile(rb"@collector ([a-z0-9_.-]{1,64}) ")


def excerpt(text: bytes, collectors: Collection[str]) -> bytes:
    """The evidence of these collectors alone, as evidence in the same format: every line is as the host sent it.

    The one exception is the count in the last line, which proves that nothing of the rest is lost. An answer that was
    cut or damaged does not prove that, so its excerpt has no such line. Text that is no evidence gives nothing.
    """
    begin = _BEGIN.search(text)
    if begin is None:
        return b""
    head, *blocks = _BLOCK.split(text[begin.start() :])
    kept = [block for block in blocks if (name := _NAME.match(block)) and name[1].decode() in collectors]
    return head + b"".join(kept) + (b"" if flaw_of(text) else b"@eof collectors=%d\n" % len(kept))


def flaw_of(text: bytes) -> str:
    """Why an answer as a whole is not to be relied on: cut, flooded or unparsed; empty for a whole one."""
    return read(text).flaw


def readable(text: bytes) -> Iterator[str]:
    """Evidence decoded for a reader, line by line: what each collector saw, and nothing a terminal obeys."""
    frames = read(text)
    if frames.flaw:
        yield f"! {frames.flaw}: {frames.detail}"
    for collector in frames.collectors.values():
        yield f"== {collector.name}"
        if collector.keys:
            yield f"   keys: {_shown(', '.join(collector.keys))}"
        if collector.flaw:
            yield f"   ! {collector.flaw} {collector.detail}".rstrip()
        for name, stream in collector.streams.items():
            yield f"-- {collector.name}/{name} (exit {stream.exit}{', cut' if stream.cut else ''})"
            yield from (_shown(line) for line in stream.data.decode("utf-8", "replace").split("\n"))
            if stream.error:
                yield f"   stderr: {_shown(stream.error.decode('utf-8', 'replace'))}"
        yield from (f"-- {collector.name}/{name} ({cause})" for name, cause in collector.broken.items())


def _shown(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(c if c.isprintable() or c == "\t" else c.encode("unicode_escape").decode("ascii") for c in line)

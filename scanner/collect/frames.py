"""Reads the frames of an evidence text. Standard library only, so that Ansible's worker can check an answer cheaply.

Total: whatever a host sends gives a result. What is not exactly as the format says is dropped with a cause, never
mended. The format is described in docs/adr/0001-evidence-file.md.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field

LIMIT = 64 * 1024 * 1024
"""Bytes of an answer that are looked at; the rest counts as flooded."""
_MOST_FRAMES = 20_000

_HEADER = re.compile(rb"^EITS-EVIDENCE ([0-9]{1,4})$", re.MULTILINE)
_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]{0,32}[ -/]{0,8}[@-~]|\][^\x07\x1b\n]{0,256}(?:\x07|\x1b\\))")
_FRAME = b"\n@"
_HOST = re.compile(rb"@host clock=([0-9]{1,11}) uid=([0-9]{1,10}) system=([A-Za-z0-9_./-]{1,40})")
_COLLECTOR = re.compile(rb"@collector ([a-z0-9_.-]{1,64}) digest=([0-9a-f]{64}) keys=(-|[A-Za-z0-9+/]+={0,2})")
_STREAM = re.compile(rb"@stream ([a-z0-9_.-]{1,64}) enc=(b64|hex) cap=([0-9]{1,10})")
_END = re.compile(rb"@end exit=([0-9]{1,3}) err=(-|[A-Za-z0-9+/=]{1,1024})")
_DONE = re.compile(rb"@done exit=(-|[0-9]{1,3}) seconds=([0-9]{1,6}\.[0-9]{2}) cause=(-|timeout)")
_EOF = re.compile(rb"@eof collectors=([0-9]{1,5})")
_WIDTHS = (76, 64, 48)  # the lines of base64, openssl base64 and od -tx1


@dataclass(slots=True)
class StreamFrame:
    """One ended stream; `cut` when the host had more than the cap."""

    data: bytes
    exit: int
    cut: bool
    error: bytes


@dataclass(slots=True)
class CollectorFrame:
    """One collector. `flaw` is empty when it ended by itself; else timeout, cut, flooded or unparsed.

    `broken` maps streams that began and cannot be used to their cause. An unparsed collector keeps no stream.
    """

    name: str
    digest: str
    keys: tuple[str, ...]
    streams: dict[str, StreamFrame] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    exit: int | None = None
    seconds: float | None = None
    flaw: str = ""
    detail: str = ""


@dataclass(slots=True)
class Frames:
    """A whole answer. `flaw` is empty when it is complete; else cut, flooded or unparsed, and `detail` says more."""

    collectors: dict[str, CollectorFrame] = field(default_factory=dict)
    clock: int | None = None
    uid: int | None = None
    system: str = ""
    flaw: str = ""
    detail: str = ""


def read(text: bytes, limit: int = LIMIT) -> Frames:
    """The frames of an answer. Never raises; memory stays within a small multiple of `limit`."""
    flooded = len(text) > limit
    reader = _Reader()
    reader.read(text[:limit] if flooded else text)
    if flooded:
        return reader.close("flooded", "the answer is longer than a scan reads")
    return reader.close("cut", "the answer has no end")


class _Reader:
    def __init__(self) -> None:
        self.frames = Frames()
        self.current: CollectorFrame | None = None
        self.open: tuple[re.Match[bytes], bytes] | None = None  # a stream's first line and its text, until it ends
        self.ended = False

    def read(self, text: bytes) -> None:
        if b"\r" in text:
            text = text.replace(b"\r", b"")
        if b"\x1b" in text:
            text = _ESCAPES.sub(b"", text)
        header = _HEADER.search(text)
        if header is None:
            return
        if header[1] != b"1":
            self.damaged(f"the evidence has format {header[1].decode()}, this version reads format 1")
            return
        if text.find(b"\nEITS-EVIDENCE ", header.end()) >= 0 and _HEADER.search(text, header.end()):
            self.damaged("the answer begins twice")
            return
        start = text.find(_FRAME, header.end()) + 1
        count = 0
        while start:
            count += 1
            if count > _MOST_FRAMES:
                self.damaged("more frames than a scan sends")
                return
            newline = text.find(b"\n", start)
            if newline < 0:  # a cut line may look like a shorter whole one; only the end proves itself, by its count
                self.eof(_EOF.fullmatch(text[start:]))
                return
            following = text.find(_FRAME, newline) + 1
            self.frame(text[start:newline], text[newline + 1 : following or len(text)])
            start = following

    def close(self, flaw: str, detail: str) -> Frames:
        if self.current is not None:
            self.leave(flaw)
            self.current.flaw = self.current.flaw or flaw
            self.file()
        if flaw == "flooded" or not (self.ended or self.frames.flaw):
            self.frames.flaw, self.frames.detail = flaw, detail
        return self.frames

    def frame(self, line: bytes, body: bytes) -> None:
        if self.ended:
            self.damaged("something follows the end of the answer")
        elif match := _STREAM.fullmatch(line):
            self.stream(match, body)
        elif match := _END.fullmatch(line):
            self.end(match)
        elif match := _COLLECTOR.fullmatch(line):
            self.collector(match)
        elif match := _DONE.fullmatch(line):
            self.done(match)
        elif match := _HOST.fullmatch(line):
            self.host(match)
        elif match := _EOF.fullmatch(line):
            self.eof(match)
            if not self.ended:
                self.damaged("the end does not fit what came before it")
        else:
            self.damaged("a line that this version does not know")

    def damaged(self, detail: str) -> None:
        """What is open cannot be trusted; with nothing open, the answer as a whole cannot be called complete."""
        self.open = None
        if self.current is not None:
            self.current.flaw, self.current.detail = "unparsed", detail
        else:
            self.frames.flaw, self.frames.detail = "unparsed", detail

    def host(self, match: re.Match[bytes]) -> None:
        if self.current is not None or self.frames.collectors or self.frames.clock is not None:
            self.damaged("a second description of the host")
            return
        self.frames.clock, self.frames.uid, self.frames.system = int(match[1]), int(match[2]), match[3].decode()

    def collector(self, match: re.Match[bytes]) -> None:
        if self.current is not None:
            self.damaged("the collector has no end")
            self.file()
        self.current = CollectorFrame(match[1].decode(), match[2].decode(), ())
        if match[3] != b"-":
            try:
                self.current.keys = tuple(base64.b64decode(match[3], validate=True).decode().split("\n"))
            except ValueError:
                self.damaged("the requested keys cannot be read")

    def stream(self, match: re.Match[bytes], body: bytes) -> None:
        if self.current is None or self.open is not None:
            self.damaged("a stream begins where none can")
        else:
            self.open = (match, body)

    def end(self, match: re.Match[bytes]) -> None:
        if self.current is None or self.open is None:
            self.damaged("a stream ends that never began")
            return
        first, body = self.open
        self.open = None
        name, encoding, cap = first[1].decode(), first[2], int(first[3])
        data = _decode(body, encoding)
        error = b"" if match[2] == b"-" else _decode(match[2], encoding)
        if data is None or error is None or len(data) > cap + 1:
            self.current.broken[name] = "unparsed"
        elif name in self.current.streams or name in self.current.broken:
            self.current.streams.pop(name, None)
            self.current.broken[name] = "unparsed"  # sent twice: which one is meant?
        else:
            self.current.streams[name] = StreamFrame(data[:cap], int(match[1]), len(data) > cap, error)

    def done(self, match: re.Match[bytes]) -> None:
        if self.current is None:
            self.damaged("a collector ends that never began")
            return
        cause = match[3].decode()
        self.leave("cut" if cause == "-" else cause)
        self.current.exit = None if match[1] == b"-" else int(match[1])
        self.current.seconds = float(match[2])
        if cause != "-" and not self.current.flaw:
            self.current.flaw = cause
        self.file()

    def eof(self, match: re.Match[bytes] | None) -> None:
        if match and self.current is None and self.frames.clock is not None and int(match[1]) == self.count:
            self.ended = True

    def leave(self, cause: str) -> None:
        """A stream that began and did not end."""
        if self.open is not None and self.current is not None:
            name = self.open[0][1].decode()
            self.current.streams.pop(name, None)
            self.current.broken[name] = cause
            self.open = None

    def file(self) -> None:
        """Keep the current collector among the others."""
        collector, self.current = self.current, None
        if collector is None:
            return
        self.count += 1
        if collector.name in self.frames.collectors:
            collector.flaw, collector.detail = "unparsed", "the collector was sent twice"
        if collector.flaw == "unparsed":
            collector.streams, collector.broken = {}, {}
        self.frames.collectors[collector.name] = collector

    count = 0


def _decode(body: bytes, encoding: bytes) -> bytes | None:
    """The bytes of a stream, None when the text is not exactly what an encoder writes.

    An encoder's lines are equally long but for the last: a foreign line between them is seen even when all its letters
    belong to the alphabet.
    """
    lines = body.strip(b"\n").split(b"\n")
    width = len(lines[0])
    if len(lines) > 1 and (width not in _WIDTHS or len(lines[-1]) > width or set(map(len, lines[:-1])) != {width}):
        return None
    joined = b"".join(lines)
    if encoding == b"b64":
        try:
            return base64.b64decode(joined, validate=True)
        except binascii.Error:
            return None
    digits = joined.translate(None, b" ")
    return bytes.fromhex(digits.decode()) if re.fullmatch(rb"(?:[0-9a-f]{2})*", digits) else None

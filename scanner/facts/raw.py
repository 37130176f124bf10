"""What one host answered, before it is parsed: streams of bytes by collector. All of it is untrusted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_DENIED = re.compile(r"permission denied|not permitted|must be root|are you root|only root", re.IGNORECASE)
_NOTHING: Mapping[str, Unknown] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Stream:
    """One output of a collector. `error` is the start (400 bytes) of what the command said on its error channel.

    `exit` is the command's exit code: 127 means it is not on the host, 129-192 that a signal ended it.
    `cut` means that there was more than the cap of the stream.
    """

    data: bytes
    exit: int = 0
    cut: bool = False
    error: str = ""

    @property
    def denied(self) -> bool:
        """Whether the command failed and said that it lacks a right."""
        return self.exit != 0 and bool(_DENIED.search(self.error))


@dataclass(frozen=True, slots=True)
class Raw:
    """What one collector sent. `cause` tells why the collector as a whole did not end well, None when it did.

    `keys` are the requested keys, `clock` the host's time at the start of the script. `broken` names the streams that
    began and cannot be used. What the collector's own shell said as an error is the stream `_stderr`.
    """

    streams: Mapping[str, Stream]
    keys: tuple[str, ...] = ()
    clock: datetime | None = None
    cause: Cause | None = None
    exit: int | None = 0
    uid: int | None = None
    broken: Mapping[str, Unknown] = field(default_factory=lambda: _NOTHING)

    def stream(self, name: str) -> Stream | None:
        """The stream as it came, also when it was cut or its command failed; None when it never came whole."""
        return self.streams.get(name)

    def text(self, name: str) -> str | Unknown:
        """The whole text of a stream. Unknown when it is not there, was cut, or its command was missing or denied.

        Bytes that are not UTF-8 become U+FFFD. A command that failed after it printed something is still text: look at
        `stream(name).exit` where that matters.
        """
        stream = self.streams.get(name)
        return self._missing(name) if stream is None else _flaw(stream) or stream.data.decode("utf-8", "replace")

    def lines(self, name: str) -> list[str] | Unknown:
        """The lines of `text`, split at newlines only."""
        text = self.text(name)
        return text if isinstance(text, Unknown) else _lines(text)

    def seen(self, name: str) -> tuple[list[str], Unknown | None]:
        """The whole lines that came, and why there may be more. For lists, where a part is worth judging."""
        stream = self.streams.get(name)
        if stream is None:
            return [], self._missing(name)
        flaw = _flaw(stream)
        data = stream.data
        if flaw is not None:
            data = data[: data.rfind(b"\n") + 1]
        return _lines(data.decode("utf-8", "replace")), flaw

    def _missing(self, name: str) -> Unknown:
        if name in self.broken:
            return self.broken[name]
        if self.cause is not None:
            return Unknown(cause=self.cause)
        if self.exit != 0:
            said = self.streams["_stderr"].data.decode("utf-8", "replace") if "_stderr" in self.streams else ""
            return Unknown(cause=Cause.UNPARSED, detail=f"the collector ended with exit {self.exit}: {_first(said)}")
        return NOT_COLLECTED


@dataclass(frozen=True, slots=True)
class Evidence:
    """One host's decoded answer. `cause` is None when it is complete: header, every collector, end.

    `collectors` holds each collector that began: its streams, or why it cannot be used at all.
    """

    collectors: Mapping[str, Raw | Unknown]
    cause: Cause | None = None
    detail: str = ""
    clock: datetime | None = None
    uid: int | None = None
    system: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)

    def raw(self, collector: str) -> Raw | Unknown:
        """What a collector sent; Unknown with the answer's own cause when it never began."""
        if collector in self.collectors:
            return self.collectors[collector]
        return NOT_COLLECTED if self.cause is None else Unknown(cause=self.cause, detail=self.detail)


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _flaw(stream: Stream) -> Unknown | None:
    if stream.cut:
        return Unknown(cause=Cause.CUT, detail="longer than the cap of the stream")
    if stream.exit == 127:
        return Unknown(cause=Cause.MISSING_TOOL, detail=_first(stream.error))
    if stream.exit == 126 or (stream.denied and not stream.data):
        return Unknown(cause=Cause.PERMISSION, detail=_first(stream.error))
    if 128 < stream.exit <= 192:
        return Unknown(cause=Cause.CUT, detail=f"the command was ended by signal {stream.exit - 128}")
    return None


def _first(text: str) -> str:
    line = text.strip().split("\n")[0][:200]
    return "".join(char if char.isprintable() else "\ufffd" for char in line)

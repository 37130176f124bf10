"""From an evidence text to what each collector sent, with causes from the project's vocabulary."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from scanner.collect.frames import LIMIT, CollectorFrame, read
from scanner.facts.raw import Evidence, Raw, Stream
from scanner.model.unknown import Cause, Unknown

_CLOCK_OFF = timedelta(days=1)


def decode(text: str | bytes, limit: int = LIMIT, *, asked: datetime | None = None) -> Evidence:
    """What a host answered. Total: cut, damaged, hostile or endless text gives causes, never an exception or a guess.

    `limit` is in bytes. `asked` is the time of the run by the controller's clock: a host's clock that is more than a
    day off tells no time, or old updates would count as fresh and valid certificates as expired.
    """
    if isinstance(text, str):
        text = text[: limit + 1].encode("utf-8", "replace")
    frames = read(text, limit)
    clock = None if frames.clock is None else datetime.fromtimestamp(frames.clock, UTC)
    detail = frames.detail
    if clock and asked and abs(clock - asked) > _CLOCK_OFF:
        detail = detail or f"the host's clock says {clock:%Y-%m-%d %H:%M} UTC"
        clock = None
    return Evidence(
        collectors={name: _raw(frame, clock, frames.uid) for name, frame in frames.collectors.items()},
        cause=Cause(frames.flaw) if frames.flaw else None,
        detail=detail,
        clock=clock,
        uid=frames.uid,
        system=frames.system,
        digests={name: frame.digest for name, frame in frames.collectors.items()},
    )


def _raw(frame: CollectorFrame, clock: datetime | None, uid: int | None) -> Raw | Unknown:
    if frame.flaw == Cause.UNPARSED:
        return Unknown(cause=Cause.UNPARSED, detail=frame.detail)
    return Raw(
        streams={
            name: Stream(stream.data, stream.exit, stream.cut, stream.error.decode("utf-8", "replace").rstrip("\n"))
            for name, stream in frame.streams.items()
        },
        keys=frame.keys,
        clock=clock,
        cause=Cause(frame.flaw) if frame.flaw else None,
        exit=frame.exit,
        uid=uid,
        broken={name: Unknown(cause=Cause(cause)) for name, cause in frame.broken.items()},
    )

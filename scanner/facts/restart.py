"""What a restart would bring into force: a flag that asks for one, and a kernel newer than the one that runs."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from scanner.facts.raw import Raw
from scanner.model.facts import Facts
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_FLAVOUR = re.compile(r"\+(rt|debug|rt-debug|64k|64k-debug|kdump)$|((?:-[a-z][a-z0-9_]*)+)$")
Newer = tuple[str | Unknown | None, datetime | Unknown | None]


class Restart(Facts):
    """What waits for a restart of the system. Times are UTC.

    `required_since` is when a package first asked for one (Debian, Ubuntu: /run/reboot-required; the file is touched
    again by each that asks), `required_by` which packages. `newer` is the newest installed kernel of the running one's
    flavour where it is newer, or the same release built anew; `newer_since` when it was installed. With a live patch
    loaded nobody knows what the running kernel lacks, and `newer_since` is Unknown.
    """

    running: str | Unknown = NOT_COLLECTED
    required_since: datetime | Unknown | None = NOT_COLLECTED
    required_by: tuple[str, ...] | Unknown = NOT_COLLECTED
    newer: str | Unknown | None = NOT_COLLECTED
    newer_since: datetime | Unknown | None = NOT_COLLECTED


FACTS = Restart


def parse(raw: Raw) -> Restart:
    """The facts of the `restart` collector."""
    running = raw.text("running")
    release, _, build = running.strip().partition(" ") if isinstance(running, str) else ("", "", "")
    if isinstance(running, str) and not release:
        running = Unknown(cause=Cause.UNPARSED, detail="uname said nothing")
    newer, since = (running, running) if isinstance(running, Unknown) else _newer(raw, release, build)
    required, by = _flag(raw)
    return Restart(
        running=running if isinstance(running, Unknown) else release,
        required_since=required,
        required_by=by,
        newer=newer,
        newer_since=since,
    )


def _flag(raw: Raw) -> tuple[datetime | Unknown | None, tuple[str, ...] | Unknown]:
    lines = raw.lines("flag")
    if isinstance(lines, Unknown):
        return lines, lines
    return (_time(lines[0]), tuple(line[:80] for line in lines[1:])) if lines else (None, ())


def _newer(raw: Raw, release: str, build: str) -> Newer:
    lines, patches = raw.lines("kernels"), raw.lines("patches")
    if isinstance(lines, Unknown):
        return lines, lines
    flavour, version = _split(release)
    found: list[tuple[list[tuple[int, int | str]], str, str]] = []
    for line in lines:
        when, tab, name = line.partition("\t")
        if not tab:
            why = Unknown(cause=Cause.UNPARSED, detail=line[:80])
            return why, why
        own, theirs = _split(name)
        if own == flavour and (_order(theirs) > _order(version) or (name == release and _rebuilt(raw, build))):
            found.append((_order(theirs), when, name))
    if not found:
        return None, None
    _, when, name = max(found)
    if isinstance(patches, Unknown):
        return name, patches
    if "1" in patches:
        return name, Unknown(cause=Cause.UNPARSED, detail="a live patch is loaded; what it covers is not known")
    return name, _time(when)


def _rebuilt(raw: Raw, build: str) -> bool:
    """Debian's kernel says which package it is of: `#1 SMP … Debian 6.1.158-1 (2025-11-09)`."""
    image = raw.text("image")
    runs = re.search(r" Debian (\d\S*)", f" {build}")
    installed = re.match(r".i\S*\s+(\d\S*)", image) if isinstance(image, str) else None
    return bool(runs and installed and runs[1] != installed[1])


def _split(release: str) -> tuple[str, str]:
    """A kernel's flavour (`-amd64`, `+rt`) and its version."""
    found = _FLAVOUR.search(release)
    return (found[0], release[: found.start()]) if found else ("", release)


def _order(version: str) -> list[tuple[int, int | str]]:
    """Sorts as rpm does: runs of digits as numbers, above letters."""
    parts = re.findall(r"\d+|[a-z]+", version.lower())
    return [(1, int(part)) if part.isdigit() else (0, part) for part in parts]


def _time(text: str) -> datetime | Unknown:
    if not re.fullmatch(r"\d{1,11}", text):
        return Unknown(cause=Cause.UNPARSED, detail=f"time {text[:40]!r}")
    return datetime.fromtimestamp(int(text), UTC)

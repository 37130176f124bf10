"""Time synchronisation: which service runs, whether it holds the clock, and the servers it is told to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import ClassVar

from scanner.facts._lines import placed
from scanner.facts._systemctl import running
from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_KIND = {
    "chrony.service": "chrony", "chronyd.service": "chrony", "ntp.service": "ntpd", "ntpd.service": "ntpd",
    "ntpsec.service": "ntpd", "openntpd.service": "openntpd", "systemd-timesyncd.service": "systemd-timesyncd",
    "timemaster.service": "timemaster",
}  # fmt: skip
_ANSWERED = re.compile(r"DestinationTimestamp=\w{3} (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC", re.ASCII)


class Server(Item):
    """A time source by configuration. `name` is the address or host name, or the driver of a reference clock.

    `kind` is server, pool, peer, refclock, or fallback (asked only where nothing else is set). `origin` is `file`,
    `dhcp` (the network handed it out), or `built-in` (compiled into the service).
    `authenticated` tells whether its answers are proven by NTS or a shared key.
    """

    KEY: ClassVar[str] = "name"
    name: str
    kind: str
    origin: str
    authenticated: bool = False


class Client(Item):
    """A network that chrony answers as a time server: `0.0.0.0/0` and `::/0` for all."""

    KEY: ClassVar[str] = "network"
    network: str


class Time(Facts):
    """The time service. Facts of a service that does not run are not used.

    `service` is chrony, systemd-timesyncd, ntpd, openntpd or timemaster; None when none runs. `running` counts them.
    `synchronised` says that the service has set the clock from a source and trusts it. `offset_ms` is the distance of
    the clock from the source, without sign; absent where the service does not say. `updated` is the last time a
    source answered (UTC), absent where the service does not say. `servers` are the sources the running service is told
    to use. `clients` are the networks it serves.
    """

    service: str | Unknown | None = NOT_COLLECTED
    running: int | Unknown = NOT_COLLECTED
    synchronised: bool | Unknown = NOT_COLLECTED
    offset_ms: int | Unknown | None = NOT_COLLECTED
    updated: datetime | Unknown | None = NOT_COLLECTED
    servers: Items[Server] | Unknown = NOT_COLLECTED
    clients: Items[Client] | Unknown = NOT_COLLECTED


FACTS = Time


def parse(raw: Raw) -> Time:
    """The facts of the `time` collector."""
    kinds = _running(raw)
    if isinstance(kinds, Unknown):
        return Time(
            service=kinds, running=kinds, synchronised=kinds, offset_ms=kinds, updated=kinds,
            servers=kinds, clients=kinds,
        )  # fmt: skip
    if not kinds:
        return Time(
            service=None, running=0, synchronised=False, offset_ms=None, updated=None,
            servers=Items[Server](), clients=Items[Client](),
        )  # fmt: skip
    service = kinds[0]
    facts: Mapping[str, object]
    match service:
        case "chrony":
            facts = _chrony(raw)
        case "systemd-timesyncd":
            facts = _timesyncd(raw)
        case "ntpd":
            facts = _ntpd(raw)
        case _:
            facts = dict.fromkeys(
                ("synchronised", "offset_ms", "updated", "servers", "clients"),
                Unknown(cause=Cause.UNPARSED, detail=f"{service} is not read"),
            )
    return Time.model_validate({"service": service, "running": len(kinds), **facts})


def _running(raw: Raw) -> list[str] | Unknown:
    """The kinds of service that run."""
    units = running(raw)
    return units if isinstance(units, Unknown) else sorted({_KIND[unit] for unit in units if unit in _KIND})


def _chrony(raw: Raw) -> Mapping[str, object]:
    tracking = raw.text("tracking")
    fields = [] if isinstance(tracking, Unknown) else tracking.strip().split(",")
    configured = _lines(raw, "chrony")
    servers = configured if isinstance(configured, Unknown) else Items[Server](items=tuple(_chrony_servers(configured)))
    clients = configured if isinstance(configured, Unknown) else Items[Client](items=tuple(_chrony_clients(configured)))
    about: dict[str, object] = {"servers": servers, "clients": clients}
    if len(fields) != 14:
        why = tracking if isinstance(tracking, Unknown) else Unknown(cause=Cause.UNPARSED, detail=tracking[:100])
        return about | dict.fromkeys(("synchronised", "offset_ms", "updated"), why)
    offset, when = _number(fields[4]), _number(fields[3])
    # 7F7F0101 is chrony itself: a local clock nobody checks.
    synchronised = fields[13] != "Not synchronised" and fields[0] not in ("00000000", "7F7F0101", "")
    return about | {
        "synchronised": synchronised,
        "offset_ms": offset if isinstance(offset, Unknown) else round(abs(offset) * 1000),
        "updated": when if isinstance(when, Unknown) else _moment(when),
    }


def _chrony_servers(lines: Sequence[tuple[Source, list[str]]]) -> Iterator[Server]:
    for source, words in lines:
        kind = words[0].lower()
        if kind in ("server", "pool", "peer", "refclock") and len(words) > 1:
            options = [word.lower() for word in words[2:]]
            yield Server(
                name=" ".join(words[1:3]) if kind == "refclock" else words[1],
                kind=kind,
                origin="dhcp" if source.file.startswith(("/run/", "/var/run/", "/var/lib/dhcp")) else "file",
                authenticated="nts" in options or "key" in options,
                source=source,
            )


def _chrony_clients(lines: Sequence[tuple[Source, list[str]]]) -> Iterator[Client]:
    for source, words in lines:
        if words[0].lower() != "allow" or "0" in [w[1] for s, w in lines if w[0].lower() == "port" and len(w) > 1]:
            continue
        named = [word for word in words[1:] if word.lower() != "all"]
        for network in named or ("0.0.0.0/0", "::/0"):
            yield Client(network=network, source=source)


def _timesyncd(raw: Raw) -> Mapping[str, object]:
    stamp = raw.text("stamp")
    about: dict[str, object] = {"offset_ms": None, "clients": Items[Client]()}
    if isinstance(stamp, Unknown):
        about["synchronised"] = stamp
    else:
        about["synchronised"] = bool(stamp.strip())
    said, lines = raw.text("timesync"), _lines(raw, "timesyncd")
    if isinstance(said, Unknown) or "FallbackNTPServers=" not in said:
        stream = raw.stream("timesync")
        detail = (stream.error.strip() if stream else "")[:200]
        why = said if isinstance(said, Unknown) else Unknown(cause=Cause.UNPARSED, detail=detail)
        return about | {"servers": why, "updated": why}
    about["updated"] = _answered(said)
    values = dict(line.partition("=")[::2] for line in said.split("\n") if "=" in line)
    set_at: dict[str, Source] = {}
    for source, words in () if isinstance(lines, Unknown) else lines:
        key, _, names = " ".join(words).partition("=")
        set_at |= {f"{key.strip().lower()} {name}": source for name in names.split()}
    told = [
        Server(name=name, kind="server", origin=origin, source=set_at.get(f"ntp {name}"))
        for key, origin in (("SystemNTPServers", "file"), ("RuntimeNTPServers", "file"), ("LinkNTPServers", "dhcp"))
        for name in values.get(key, "").split()
    ]
    fallback = [
        Server(name=name, kind="fallback", origin="file" if at else "built-in", source=at)
        for name in values["FallbackNTPServers"].split()
        for at in [set_at.get(f"fallbackntp {name}")]
    ]
    return about | {"servers": Items[Server](items=tuple(told or fallback))}


def _answered(said: str) -> datetime | Unknown | None:
    """When the last answer came; before the first one there is no message."""
    found = _ANSWERED.search(said)
    try:
        return datetime.fromisoformat(f"{found[1]}+00:00") if found else None
    except ValueError:
        return Unknown(cause=Cause.UNPARSED, detail=found[0][:80] if found else "")


def _ntpd(raw: Raw) -> Mapping[str, object]:
    variables, lines = raw.text("variables"), _lines(raw, "ntp")
    servers: Items[Server] | Unknown = (
        lines
        if isinstance(lines, Unknown)
        else Items[Server](
            items=tuple(
                Server(
                    name=words[1],
                    kind=words[0].lower(),
                    origin="file",
                    authenticated="nts" in words or "key" in words,
                    source=source,
                )
                for source, words in lines
                if words[0].lower() in ("server", "pool", "peer")
                and len(words) > 1
                and not words[1].startswith("127.127.")
            )
        )
    )
    about: dict[str, object] = {
        "servers": servers,
        "clients": Unknown(cause=Cause.UNPARSED, detail="restrict lines of ntpd are not judged"),
        "updated": None,
    }
    if isinstance(variables, Unknown):
        return about | {"synchronised": variables, "offset_ms": variables}
    leap = re.search(r"\bleap=(\w+)", variables)
    offset = re.search(r"\boffset=(-?[0-9.]+)", variables)
    unread = Unknown(cause=Cause.UNPARSED, detail=variables.strip()[:100])
    return about | {
        "synchronised": leap[1] not in ("11", "3", "leap_alarm") if leap else unread,
        "offset_ms": round(abs(float(offset[1]))) if offset and offset[1].count(".") < 2 else unread,
    }


def _lines(raw: Raw, name: str) -> list[tuple[Source, list[str]]] | Unknown:
    """Configuration lines as words, each with its place; what follows a comment sign is left out."""
    lines = placed(raw, name)
    if isinstance(lines, Unknown):
        return lines
    worded = ((line.source, re.split(r"\s#", line.text, maxsplit=1)[0].split()) for line in lines)
    return [(source, words) for source, words in worded if words]


def _number(text: str) -> float | Unknown:
    if re.fullmatch(r"[+-]?\d{1,12}(\.\d{1,12})?", text):
        return float(text)
    return Unknown(cause=Cause.UNPARSED, detail=text[:40])


def _moment(seconds: float) -> datetime | Unknown:
    if 0 < seconds < 4e9:
        return datetime.fromtimestamp(seconds, UTC)
    return Unknown(cause=Cause.UNPARSED, detail=str(seconds))

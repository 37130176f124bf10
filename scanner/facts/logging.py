"""Logging: what journald keeps, what rsyslog writes, and where records are sent."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from typing import ClassVar
from urllib.parse import urlsplit

from scanner.facts._lines import placed
from scanner.facts._rsyslog import Action, Statement, actions
from scanner.facts._systemctl import running as running_units
from scanner.facts.raw import Raw
from scanner.model.facts import BUILT_IN, Facts, Item, Items, Setting, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_ASSIGNMENT = re.compile(r" ?([A-Za-z]+)\s*=\s*(.*)")
_READ = frozenset(("systemd-journald", "rsyslog", "syslog", "systemd-journal-upload"))
"""Services whose destinations are read; every other one that runs may send somewhere unseen."""


class Forward(Item):
    """A place records of logins and of the system are sent to, by a service that runs.

    `protocol` is udp, tcp, relp or https. `tls` tells that it is encrypted, and that rsyslog has the driver for it;
    `verified` that the receiver has to prove who it is. `local` is true for this host itself (a relay or an agent).
    `auth` tells whether records of logins go there.
    """

    KEY: ClassVar[str] = "name"
    name: str
    """Protocol, host and port: `tcp://log.example.ee:6514`."""
    host: str
    protocol: str
    port: int | None
    tls: bool
    verified: bool
    local: bool
    auth: bool | Unknown


class LogFile(Item):
    """A file rsyslog writes. `auth` tells whether records of logins go there."""

    KEY: ClassVar[str] = "path"
    path: str
    auth: bool | Unknown


class Logging(Facts):
    """What the host logs and where it goes.

    `storage` is journald's setting (persistent, auto, volatile, none). `journal_kept` is true where the journal lies on
    disk and so outlives a reboot. `store_level` is the least serious level the journal takes. `files` are those that a
    running rsyslog writes. `forwards` are those of running services; more may exist where an agent runs whose own
    configuration is not read.
    """

    journald: bool | Unknown = NOT_COLLECTED
    storage: Setting[str] | Unknown = NOT_COLLECTED
    journal_kept: bool | Unknown = NOT_COLLECTED
    store_level: Setting[str] | Unknown = NOT_COLLECTED
    rsyslog: bool | Unknown = NOT_COLLECTED
    syslog_ng: bool | Unknown = NOT_COLLECTED
    files: Items[LogFile] | Unknown = NOT_COLLECTED
    forwards: Items[Forward] | Unknown = NOT_COLLECTED


FACTS = Logging


def parse(raw: Raw) -> Logging:
    """The facts of the `logging` collector."""
    running = _running(raw)
    settings = _settings(raw, "journald")
    if isinstance(settings, Unknown):
        storage: Setting[str] | Unknown = settings
        level: Setting[str] | Unknown = settings
    else:
        storage = settings.get("storage", Setting[str](value="auto", source=BUILT_IN))
        storage = Setting[str](value=storage.value.lower(), source=storage.source)
        level = settings.get("maxlevelstore", Setting[str](value="debug", source=BUILT_IN))
    return Logging(
        journald=_runs(running, "systemd-journald"),
        storage=storage,
        journal_kept=_kept(raw, storage),
        store_level=level,
        rsyslog=_runs(running, "rsyslog", "syslog"),
        syslog_ng=_runs(running, "syslog-ng"),
        files=_files(raw, running),
        forwards=_forwards(raw, running),
    )


def _running(raw: Raw) -> set[str] | Unknown:
    units = running_units(raw)
    return units if isinstance(units, Unknown) else {unit.removesuffix(".service") for unit in units}


def _runs(running: set[str] | Unknown, *names: str) -> bool | Unknown:
    return running if isinstance(running, Unknown) else bool(running & set(names))


def _settings(raw: Raw, name: str) -> dict[str, Setting[str]] | Unknown:
    """The last assignment of each key counts; an empty one takes the default back."""
    lines = placed(raw, name)
    if isinstance(lines, Unknown):
        return lines
    found: dict[str, Setting[str]] = {}
    for line in lines:
        match = _ASSIGNMENT.fullmatch(line.text)
        if match and match[2].strip():
            value = match[2].strip()
            source = Source(file=line.file, line=line.number, text=f"{match[1]}={value}"[:200])
            found[match[1].lower()] = Setting[str](value=value, source=source)
        elif match:
            found.pop(match[1].lower(), None)
    return found


def _kept(raw: Raw, storage: Setting[str] | Unknown) -> bool | Unknown:
    """The journal that is being written lies on disk; `persistent` and `auto` keep it there where they can."""
    places = raw.lines("journal")
    if isinstance(storage, Unknown):
        return storage
    if storage.value in ("volatile", "none"):
        return False
    if isinstance(places, Unknown):
        return places
    return "/var/log/journal/system.journal" in places


def _statements(raw: Raw) -> list[Statement] | Unknown:
    """Before each statement the collector says whether it stands inside a block: 0 or 1."""
    lines = placed(raw, "rsyslog")
    if isinstance(lines, Unknown):
        return lines
    parted = ((line, *line.text.partition("\t")) for line in lines)
    return [
        Statement(Source(file=line.file, line=line.number, text=text.strip()[:200]), mark == "1", text)
        for line, mark, tab, text in parted
        if tab and mark in ("0", "1")
    ]


def _rsyslog(raw: Raw, running: set[str] | Unknown) -> list[Action] | Unknown:
    if isinstance(running, Unknown):
        return running
    if not {"rsyslog", "syslog"} & running:
        return []
    statements = _statements(raw)
    drivers = raw.lines("drivers")
    if isinstance(statements, Unknown):
        return statements
    if isinstance(drivers, Unknown):
        return drivers
    return list(actions(statements, {name.removeprefix("lmnsd_").removesuffix(".so") for name in drivers}))


def _files(raw: Raw, running: set[str] | Unknown) -> Items[LogFile] | Unknown:
    found = _rsyslog(raw, running)
    if isinstance(found, Unknown):
        return found
    files = (LogFile(path=each.host, auth=each.auth, source=each.source) for each in found if each.protocol == "file")
    return Items[LogFile](items=tuple(files))


def _forwards(raw: Raw, running: set[str] | Unknown) -> Items[Forward] | Unknown:
    found = _rsyslog(raw, running)
    if isinstance(running, Unknown):
        return running
    missing = found if isinstance(found, Unknown) else None
    sent = [] if isinstance(found, Unknown) else [_forward(each) for each in found if each.protocol != "file"]
    if "systemd-journal-upload" in running:
        settings = _settings(raw, "upload")
        if isinstance(settings, Unknown):
            missing = missing or settings
        else:
            sent += _uploads(settings)
    unread = sorted(running - _READ)
    if unread:
        missing = missing or Unknown(cause=Cause.UNPARSED, detail=f"where {', '.join(unread)} sends to is not read")
    return Items[Forward](items=tuple(sent), missing=missing)


def _forward(action: Action) -> Forward:
    return Forward(
        name=f"{action.protocol}://{action.host}:{action.port}",
        host=action.host,
        protocol=action.protocol,
        port=action.port,
        tls=action.tls,
        verified=action.verified,
        local=_is_local(action.host),
        auth=action.auth,
        source=action.source,
    )


def _uploads(settings: Mapping[str, Setting[str]]) -> Iterator[Forward]:
    """journal-upload sends the whole journal; over https it verifies the server unless told `-`."""
    url = settings.get("url")
    if url is None:
        return
    text = url.value if "//" in url.value else f"https://{url.value}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port or 19532
    except ValueError:
        host, port, parts = url.value, 19532, urlsplit("https://")
    tls = parts.scheme == "https"
    trust = settings.get("trustedcertificatefile")
    yield Forward(
        name=f"{parts.scheme}://{host}:{port}", host=host, protocol=parts.scheme, port=port, tls=tls,
        verified=tls and (trust is None or trust.value != "-"), local=_is_local(host), auth=True, source=url.source,
    )  # fmt: skip


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() in ("localhost", "localhost.localdomain", "")

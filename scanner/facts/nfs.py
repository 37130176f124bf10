"""What the NFS server shares, with which clients and with which options."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_WORD = re.compile(r'"[^"]*"\S*|(?:\\.|\S)+')
_CLIENT = re.compile(r"([^()]*)(?:\(([^()]*)\))?")
_EVERYBODY = frozenset({"", "*", "0.0.0.0/0", "0.0.0.0/0.0.0.0", "::/0"})


class Export(Item):
    """One directory shared with one client (host, network, netgroup).

    `everybody` is true when any host may mount it. Options that the line leaves out have the defaults of exports(5):
    read only, root squashed, requests from ports below 1024 only, security by the client's word (`sys`).
    """

    KEY: ClassVar[str] = "name"
    name: str
    """Path and client: `/srv *`."""
    path: str
    client: str
    everybody: bool
    writable: bool = False
    root_squash: bool = True
    secure: bool = True
    security: tuple[str, ...] = ("sys",)


class Nfs(Facts):
    """`exports` are the lines of /etc/exports and exports.d, and shares that were made by hand with exportfs.

    `running` tells whether the kernel's NFS server has threads.
    """

    exports: Items[Export] | Unknown = NOT_COLLECTED
    running: bool | Unknown = NOT_COLLECTED


FACTS = Nfs


def parse(raw: Raw) -> Nfs:
    """The facts of the `nfs` collector."""
    rows, missing = raw.seen("exports")
    denied = next((row.split("\t")[0] for row in rows if row.endswith("\t0\tdenied")), None)
    if denied and missing is None:
        missing = Unknown(cause=Cause.PERMISSION, detail=denied)
    found = {export.name: export for export in _configured(rows)}
    if raw.stream("shared") is not None:
        lines, flaw = raw.seen("shared")
        missing = missing or flaw
        for line in lines:
            for export in _line(line, Source(file="/var/lib/nfs/etab")):
                found.setdefault(export.name, export)
    running = raw.text("running")
    return Nfs(
        exports=Items[Export](items=tuple(found.values()), missing=missing),
        running=running if isinstance(running, Unknown) else running.strip() not in ("", "0"),
    )


def _configured(rows: Iterable[str]) -> Iterator[Export]:
    joined, start = "", None
    for row in rows:
        fields = row.split("\t", 2)
        if len(fields) != 3 or not re.fullmatch(r"[1-9][0-9]{0,6}", fields[1]):
            continue
        start = start or Source(file=fields[0], line=int(fields[1]))
        joined += fields[2]
        if joined.endswith("\\"):
            joined = joined[:-1]
            continue
        yield from _line(joined, start)
        joined, start = "", None


def _line(text: str, source: Source) -> Iterator[Export]:
    """`/srv -ro,sec=krb5p host(rw) 10.0.0.0/8`: a path, common options, clients with their own options."""
    words: list[str] = _WORD.findall(text)
    if not words:
        return
    path, clients, common = words[0].strip('"'), words[1:], ""
    if not path.startswith("/"):
        return
    if clients and clients[0].startswith("-"):
        common, clients = clients[0][1:], clients[1:]
    for word in clients or [""]:
        match = _CLIENT.fullmatch(word)
        if match:
            yield _export(path, match[1], [*common.split(","), *(match[2] or "").split(",")], source)


def _export(path: str, client: str, options: list[str], source: Source) -> Export:
    writable, squash, secure = False, True, True
    security: tuple[str, ...] = ("sys",)
    for option in options:
        match option.strip():
            case "rw" | "ro":
                writable = option.strip() == "rw"
            case "root_squash" | "all_squash":
                squash = True
            case "no_root_squash":
                squash = False
            case "secure" | "insecure":
                secure = option.strip() == "secure"
            case kinds if kinds.startswith("sec="):
                security = tuple(kinds[4:].split(":"))
    return Export(
        name=f"{path} {client or '*'}", path=path, client=client or "*", everybody=client in _EVERYBODY,
        writable=writable, root_squash=squash, secure=secure, security=security, source=source,
    )  # fmt: skip

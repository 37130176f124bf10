"""Sockets that take connections or datagrams from the network, and the processes that hold them."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from typing import ClassVar, NamedTuple

from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_LOCAL = re.compile(r"([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})")
_UNIT = re.compile(r"(?:^|/)([^/]+\.(?:service|scope|socket))(?:/|$)")
_TABLES = {"tcp": "tcp", "tcp6": "tcp", "udp": "udp", "udp6": "udp", "udplite": "udp", "udplite6": "udp"}


class Socket(Item):
    """A TCP socket that listens or a UDP socket that takes datagrams from anyone.

    `port` with its protocol is `tcp/22`. `address` is `0.0.0.0` or `::` where it listens on all addresses (`::` mostly
    takes IPv4 too). `exposed` is false on loopback, and for `ephemeral` UDP: a process holds it on a port from the
    range the kernel gives to clients, as for a question to a name server. `process`, `program` (path), `uid` and `unit`
    are those of the holder with the lowest process id that is not systemd; None where the kernel itself holds the
    socket (NFS, WireGuard), or a process that this system does not show.
    """

    KEY: ClassVar[str] = "name"
    name: str
    """Protocol, address and port: `tcp 0.0.0.0:22`."""
    protocol: str
    address: str
    port: str
    number: int
    exposed: bool | Unknown = NOT_COLLECTED
    ephemeral: bool | Unknown = NOT_COLLECTED
    process: str | Unknown | None = NOT_COLLECTED
    program: str | Unknown | None = NOT_COLLECTED
    uid: int | Unknown | None = NOT_COLLECTED
    unit: str | Unknown | None = NOT_COLLECTED


class Sockets(Facts):
    """Open sockets of the network namespace the scan runs in, once per protocol, address and port."""

    listening: Items[Socket] | Unknown = NOT_COLLECTED


FACTS = Sockets


class _Process(NamedTuple):
    pid: int
    uid: int | None
    name: str
    unit: str | None
    program: str | None


def parse(raw: Raw) -> Sockets:
    """The facts of the `sockets` collector."""
    lines, missing = raw.seen("sockets")
    if raw.stream("sockets") is None:
        return Sockets(listening=missing or NOT_COLLECTED)
    holders, unseen = _holders(raw)
    clients = _range(raw)
    found: dict[str, Socket] = {}
    for line in lines:
        socket = _socket(line, holders, unseen, clients)
        if isinstance(socket, Unknown):
            missing = missing or socket
        elif socket.name not in found or found[socket.name].process is None:
            found[socket.name] = socket
    ordered = sorted(found.values(), key=lambda socket: (socket.protocol, socket.number, socket.address))
    return Sockets(listening=Items[Socket](items=tuple(ordered), missing=missing))


def _socket(
    line: str, holders: Mapping[str, _Process], unseen: Unknown | None, clients: range | None
) -> Socket | Unknown:
    fields = line.split("\t")
    protocol = _TABLES.get(fields[0])
    local = _LOCAL.fullmatch(fields[1]) if len(fields) == 4 else None
    if protocol is None or local is None or not re.fullmatch(r"[0-9]{1,10}", fields[2]):
        return Unknown(cause=Cause.UNPARSED, detail=line[:80])
    address, number = _address(local[1]), int(local[2], 16)
    address = getattr(address, "ipv4_mapped", None) or address
    holder = holders.get(fields[3])
    nobody = unseen if holder is None else None
    ephemeral: bool | Unknown = False
    if protocol == "udp" and (holder or nobody):
        ephemeral = number in clients if clients else Unknown(cause=Cause.UNPARSED, detail="range of client ports")
    loopback = address.is_loopback
    shown = f"[{address}]" if address.version == 6 else str(address)
    return Socket(
        name=f"{protocol} {shown}:{number}",
        protocol=protocol,
        address=str(address),
        port=f"{protocol}/{number}",
        number=number,
        exposed=False if loopback else ephemeral if isinstance(ephemeral, Unknown) else not ephemeral,
        ephemeral=ephemeral,
        process=holder.name if holder else nobody,
        program=holder.program if holder else nobody,
        uid=int(fields[2]) if holder is None or holder.uid is None else holder.uid,
        unit=holder.unit if holder else nobody,
    )


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """/proc/net prints each 32-bit word in the machine's order; all machines we meet are little-endian."""
    words = [bytes.fromhex(text[at : at + 8])[::-1] for at in range(0, len(text), 8)]
    return ipaddress.ip_address(b"".join(words))


def _holders(raw: Raw) -> tuple[dict[str, _Process], Unknown | None]:
    """Who holds a socket, by its inode, and why a socket without holder may have one all the same."""
    processes = {process.pid: process for process in _processes(raw.seen("processes")[0])}
    lines, flaw = raw.seen("holders")
    found: dict[str, _Process] = {}
    for line in lines:
        inode, _, pid = line.partition("\t")
        process = processes.get(int(pid)) if re.fullmatch(r"[0-9]{1,9}", pid) else None
        if process is None:
            continue
        known = found.get(inode)
        # systemd keeps a copy of every socket it hands to a service.
        if known is None or known.pid == 1 or (process.pid != 1 and process.pid < known.pid):
            found[inode] = process
    if flaw is None and raw.uid != 0:
        flaw = Unknown(cause=Cause.PERMISSION, detail="sockets of other users' processes")
    return found, flaw or raw.seen("processes")[1]


def _processes(lines: list[str]) -> Iterator[_Process]:
    for line in lines:
        fields = line.split("\t")
        if len(fields) == 5 and re.fullmatch(r"[0-9]{1,9}", fields[0]):
            pid, uid, name, group, program = fields
            unit = _UNIT.findall(group)
            yield _Process(
                int(pid), int(uid) if re.fullmatch(r"[0-9]{1,10}", uid) else None, name or "?",
                unit[-1] if unit else None, program or None,
            )  # fmt: skip


def _range(raw: Raw) -> range | None:
    text = raw.text("range")
    words = [] if isinstance(text, Unknown) else text.split()
    if len(words) != 2 or not all(re.fullmatch(r"[0-9]{1,5}", word) for word in words):
        return None
    return range(int(words[0]), int(words[1]) + 1)

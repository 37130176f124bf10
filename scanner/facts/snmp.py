"""The SNMP agent: which kinds of access its configuration gives. Community names and keys are never collected."""

from __future__ import annotations

import re
from typing import ClassVar

from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown


class SnmpAccess(Item):
    """One line of snmpd.conf that gives access.

    `directive` is rocommunity, rwcommunity, com2sec, rouser, rwuser, access … in lower case. `community` is true for
    SNMP versions 1 and 2c, whose password goes over the network in clear; `well_known` when it is one everybody tries.
    `level` of a version 3 user is noauth, auth or priv (encrypted), None otherwise. `network` restricts the senders.
    """

    KEY: ClassVar[str] = "name"
    name: str
    """File, directive and network; the community or user stays unnamed."""
    directive: str
    community: bool
    well_known: bool = False
    level: str | Unknown | None = None
    network: str | Unknown | None = None


class Snmp(Facts):
    """The net-snmp agent. `running`: a process of its name runs now."""

    installed: bool | Unknown = NOT_COLLECTED
    running: bool | Unknown = NOT_COLLECTED
    access: Items[SnmpAccess] | Unknown = NOT_COLLECTED


FACTS = Snmp


def parse(raw: Raw) -> Snmp:
    """The facts of the `snmp` collector."""
    state = raw.lines("state")
    if isinstance(state, Unknown):
        return Snmp(installed=state, running=state, access=state)
    rows, missing = raw.seen("access")
    found = []
    for row in rows:
        fields = row.split("\t")
        if len(fields) != 6 or not re.fullmatch(r"[0-9]{1,7}", fields[1]):
            continue
        file, line, directive, known, level, network = fields
        if directive == "denied":
            missing = missing or Unknown(cause=Cause.PERMISSION, detail=file)
            continue
        found.append(
            SnmpAccess(
                name=f"{file}: {directive} {network}".rstrip(),
                directive=directive,
                community="com" in directive,
                well_known=known == "known",
                level=level or None,
                network=network or None,
                source=Source(file=file, line=int(line)),
            )
        )
    return Snmp(
        installed="installed" in state, running="running" in state, access=Items(items=tuple(found), missing=missing)
    )

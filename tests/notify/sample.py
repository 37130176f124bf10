"""A digest with something of everything."""

from __future__ import annotations

from datetime import UTC, date, datetime

from scanner.model.base import Text
from scanner.model.decision import WaiverKind
from scanner.model.digest import Digest, GapChange, LostHost, WaiverNotice
from scanner.model.failure import Failure
from scanner.model.night import Completeness
from scanner.model.report import Marking
from scanner.model.verdict import HostState, Severity

NIGHT = datetime(2026, 11, 24, 0, 7, tzinfo=UTC)


def gap(check: str, severity: Severity, *hosts: str) -> GapChange:
    return GapChange(check=check, title=Text(et=f"Lünk {check}", en=f"Gap {check}"), severity=severity, hosts=hosts)


DIGEST = Digest(
    run="20261124T000000Z-abcdef",
    finished=NIGHT,
    agency="Näidislinn",
    marking=Marking(agency="Näidislinn", made=date(2026, 11, 24), until=date(2031, 11, 24)),
    link="https://aruanded.example.ee/eits/20261124T000000Z-abcdef.html",
    complete=True,
    completeness=Completeness(hosts_seen=11, hosts=11, pairs_seen=1200, pairs=1200),
    new=(gap("linux-a", Severity.HIGH, "web1", "web2"), gap("linux-b", Severity.LOW, "<b>web3</b>\nBcc: x@y.example")),
    regressed=(gap("linux-c", Severity.CRITICAL, "db1"),),
    fixed=(gap("linux-d", Severity.MEDIUM, *(f"app{number:02}" for number in range(12))),),
    unreachable=(LostHost(host="gone", cause=Failure.REFUSED),),
    reachable=("back",),
    waivers=(
        WaiverNotice(id="w-1", kind=WaiverKind.TEMPORARY, check="linux-e", expires=date(2026, 12, 1)),
        WaiverNotice(id="w-2", kind=WaiverKind.TEMPORARY, check="linux-f", expires=date(2026, 11, 1), expired=True),
    ),
    gaps={Severity.CRITICAL: 1, Severity.HIGH: 2, Severity.LOW: 1},
    hosts={HostState.ANSWERED: 11, HostState.UNREACHABLE: 1},
)

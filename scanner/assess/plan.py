"""Which checks each host is judged by, and which facts that takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from scanner.language.check import Check
from scanner.language.judge import Rules
from scanner.language.needs import merged, needs
from scanner.model.failure import Failure
from scanner.model.host import Host, Visit
from scanner.model.verdict import HostState

SUPPORTED = frozenset({None, "linux"})
"""Declared platforms that can be asked. None: the host is asked, and what answers decides."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`checks` are judged on every host of `hosts`; `collectors` name what is asked of each, with requested keys.

    `unsupported` hosts are of a declared platform that cannot be asked yet: they are sent nothing.
    """

    hosts: tuple[Host, ...]
    unsupported: tuple[Host, ...]
    checks: Mapping[str, Check]
    collectors: Mapping[str, tuple[str, ...]]
    fleet_collectors: frozenset[str]
    """Collectors whose facts are read of every host before the first is judged: fleet checks compare them."""

    @property
    def pairs(self) -> int:
        """How many (host, check) pairs there are to judge."""
        return len(self.hosts) * len(self.checks)

    @property
    def without_comparing(self) -> Plan:
        """The same without the checks that compare hosts, and without what only they read."""
        return replace(self, checks=of_one_host(self.checks), fleet_collectors=frozenset())

    @property
    def not_visited(self) -> tuple[Visit, ...]:
        """What is said of the unsupported hosts."""
        state, cause = HostState.NOT_SCANNED, Failure.PLATFORM
        return tuple(
            Visit(host=each.host_id, name=each.name, state=state, cause=cause, detail=each.platform or "")
            for each in self.unsupported
        )


def of_one_host(checks: Mapping[str, Check]) -> dict[str, Check]:
    """The checks that look at one host only: what is left where not every host is there to be compared."""
    return {name: check for name, check in checks.items() if check.scope == "host"}


def make_plan(hosts: Sequence[Host], checks: Mapping[str, Check], rules: Rules, chosen: Collection[str] = ()) -> Plan:
    """The plan for these hosts. `chosen` narrows it to some check ids; empty means all."""
    planned = {name: check for name, check in sorted(checks.items()) if not chosen or name in chosen}
    wanted = {name: needs(check, rules) for name, check in planned.items()}
    fleet = {collector for name, check in planned.items() if check.scope == "fleet" for collector in wanted[name]}
    askable = tuple(host for host in hosts if host.platform in SUPPORTED)
    others = tuple(host for host in hosts if host.platform not in SUPPORTED)
    return Plan(askable, others, planned, merged(wanted.values()), frozenset(fleet))

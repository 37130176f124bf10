"""Which checks each host is judged by, and which facts that takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from scanner.language.check import Check
from scanner.language.judge import Rules
from scanner.language.needs import merged, needs
from scanner.model.host import Host


@dataclass(frozen=True, slots=True)
class Plan:
    """`checks` are judged on every host of `hosts`; `collectors` name what is asked of each, with requested keys."""

    hosts: tuple[Host, ...]
    checks: Mapping[str, Check]
    collectors: Mapping[str, tuple[str, ...]]
    fleet_collectors: frozenset[str]
    """Collectors whose facts are kept of every host until the fleet checks are done."""

    @property
    def pairs(self) -> int:
        """How many (host, check) pairs there are to judge."""
        return len(self.hosts) * len(self.checks)


def make_plan(hosts: Sequence[Host], checks: Mapping[str, Check], rules: Rules, chosen: Collection[str] = ()) -> Plan:
    """The plan for these hosts. `chosen` narrows it to some check ids; empty means all."""
    planned = {name: check for name, check in sorted(checks.items()) if not chosen or name in chosen}
    wanted = {name: needs(check, rules) for name, check in planned.items()}
    fleet = {collector for name, check in planned.items() if check.scope == "fleet" for collector in wanted[name]}
    return Plan(tuple(hosts), planned, merged(wanted.values()), frozenset(fleet))

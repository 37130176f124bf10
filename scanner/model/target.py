"""Target objects (sihtobjektid): what E-ITS modules are applied to, and the protection need."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from scanner.model.base import Frozen
from scanner.model.catalogue import ModuleCode
from scanner.model.host import Host


class Need(StrEnum):
    """Protection need (kaitsetarve): normaalne, suur, väga suur."""

    NORMAL = "normal"
    HIGH = "high"
    VERY_HIGH = "very_high"

    @property
    def rank(self) -> int:
        """0 for normal to 2 for very high."""
        return list(Need).index(self)


class Needs(Frozen):
    """The need for confidentiality, integrity and availability."""

    C: Need = Need.NORMAL
    I: Need = Need.NORMAL  # noqa: E741  # the standard's own letter for integrity
    A: Need = Need.NORMAL


class HighMeasure(Frozen):
    """The agency's decision to apply a high measure to a target object, with the risk analysis behind it."""

    measure: str
    risk_ref: str


AREA = "kaitseala"
"""The id under which process modules are rolled up: they have one row for the whole area."""


class Target(Frozen):
    """One target object: hosts (by name or group), what modules apply, who answers for it, and its need."""

    id: str
    name: str
    hosts: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    owner: str | None = None
    modules: tuple[ModuleCode, ...] = ()
    need: Needs = Needs()
    source: str | None = None
    high_measures: tuple[HighMeasure, ...] = ()

    def holds(self, host: Host) -> bool:
        """Whether the host belongs to it, by name, id or group."""
        named = host.name in self.hosts or host.host_id in self.hosts
        return named or not set(self.groups).isdisjoint(host.groups)


class Scope(Frozen):
    """What a site applies E-ITS to. `approach` or one of RIA's profiles selects basic and standard measures."""

    agency: str = ""
    area: str = ""
    """The kaitseala in the agency's words."""
    edition: str = Field(default="2024", coerce_numbers_to_str=True)
    approach: Literal["basic", "standard", "core"] = "standard"
    profile: str | None = None
    targets: tuple[Target, ...] = ()
    process_modules: tuple[ModuleCode, ...] = ()
    """ORP, CON, OPS, DER modules that apply to the whole area once; hosts are evidence."""
    area_owner: str | None = None
    """Who answers for the process modules."""
    area_high_measures: tuple[HighMeasure, ...] = ()

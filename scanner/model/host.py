"""A host as the inventory names it and as a run met it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from scanner.model.base import Frozen
from scanner.model.failure import Failure
from scanner.model.verdict import HostState

Platform = Literal["linux", "windows", "network"]
UNASSIGNED = "unassigned"
"""The owner of what nobody answers for."""


class Host(Frozen):
    """What the plan knows of a host: names, groups and `eits_*` variables; never connection variables or secrets."""

    name: str
    host_id: str
    former_names: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    owner: str = UNASSIGNED
    roles: tuple[str, ...] = ()
    policy: dict[str, Any] = Field(default_factory=dict)
    params: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Parameter values by check id and name (`eits_params`)."""
    scan_account: str | None = None
    platform: Platform | None = None
    """As the inventory declares it. None: not said; what answers decides."""


class Visit(Frozen):
    """How it went with one host (by its id) in one run. `cause` and `detail` say why there was no whole answer."""

    host: str
    name: str = ""
    """What the inventory called it then: its evidence lies under that name."""
    state: HostState
    cause: Failure | None = None
    detail: str = ""
    escalated: bool = True
    """Whether the script ran as root."""
    seconds: float = 0.0
    observed_at: datetime | None = None
    evidence_sha256: str | None = None
    evidence_bytes: int = 0
    system: str = ""
    """The operating system's pretty name."""

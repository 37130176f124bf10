"""A check as it stands in its file."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from scanner.language.syntax import Expectation, Scalar
from scanner.model.base import Frozen, Text
from scanner.model.unknown import Cause
from scanner.model.verdict import Severity, Verdict

Stricter = Literal["lower", "higher", "fewer", "more", "none"]
Disruption = Literal["none", "service_restart", "reboot", "lockout_risk"]
_KINDS: dict[str, type | tuple[type, ...]] = {"int": int, "str": str, "bool": bool, "list": (tuple, list)}
Platform = Literal["linux", "debian", "ubuntu", "rhel", "sles", "alpine", "windows"]


class Param(Frozen):
    """A value a site may set. `policy` names the entry of `eits_policy` it comes from when nobody set it otherwise."""

    title: Text
    type: Literal["int", "str", "bool", "list"]
    default: Scalar | tuple[str, ...] | None = None
    policy: str | None = None
    stricter: Stricter = "none"

    @model_validator(mode="after")
    def _has_a_value(self) -> Param:
        if self.default is None and self.policy is None:
            raise ValueError("needs a default or the name of a policy")
        if self.default is not None and not self.accepts(self.default):
            raise ValueError(f"default {self.default!r} is not of type {self.type}")
        return self

    def accepts(self, value: Any) -> bool:
        """Whether a value is of the parameter's type. Elements of a list are texts: a port is `tcp/22`, not 22."""
        if self.type == "list":
            return isinstance(value, tuple | list) and all(isinstance(each, str) for each in value)
        return isinstance(value, _KINDS[self.type]) and not (self.type == "int" and isinstance(value, bool))


class Applies(Frozen):
    """On which hosts a check says anything: the platforms, and what must be there."""

    platforms: tuple[Platform, ...] = Field(min_length=1)
    when: tuple[Expectation, ...] = ()


class Remediation(Text):
    """How to fix it, what the fix interrupts, and a command that shows it worked."""

    disruption: Disruption
    verify: str | None = None


class Example(Frozen):
    """A worked case. Each is a test: with these facts the check gives this verdict.

    `fleet` holds facts of other hosts by name, for a fleet check.
    """

    name: str | None = None
    facts: dict[str, Any]
    fleet: dict[str, dict[str, Any]] = {}
    params: dict[str, Any] = {}
    policy: dict[str, Any] = {}
    scan_account: str | None = None
    verdict: Verdict
    cause: Cause | None = None
    objects: tuple[str, ...] | None = None


class Check(Frozen):
    """One thing that can be right or wrong about a host. `id` is the file's name."""

    id: str = Field(pattern=r"[a-z0-9]+(-[a-z0-9]+)+")
    title: Text
    gap: Text
    why: Text
    severity: Severity
    scope: Literal["host", "fleet"] = "host"
    scan_account: Literal["judged", "exempt"] = "judged"
    """`exempt`: what a scan needs of its own account (`eits_scan_account`) is no gap of the administrator."""
    applies: Applies
    params: dict[str, Param] = {}
    expect: tuple[Expectation, ...] = Field(min_length=1)
    note: Text | None = None
    remediation: Remediation
    references: dict[str, tuple[str, ...]] = {}
    renamed_from: tuple[str, ...] = ()
    examples: tuple[Example, ...] = Field(min_length=2)

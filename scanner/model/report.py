"""The published result of a run, `eits-scan/run/1`: what `--format json` writes and every other format is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Any, Literal, Self

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from scanner.model.action_plan import PlanInfo
from scanner.model.base import Frozen, Text
from scanner.model.by_host import ByHost
from scanner.model.catalogue import Level, Mark, Priority
from scanner.model.facts import Source
from scanner.model.failure import Failure
from scanner.model.finding import Judged, ParamUse
from scanner.model.register import AttestationInfo, BaselineInfo, TrendPoint, WaiverInfo
from scanner.model.settings import Deadlines
from scanner.model.status import Change, ClauseStatus, MeasureStatus
from scanner.model.target import Needs
from scanner.model.unknown import Cause
from scanner.model.verdict import HostState, Severity, Verdict


class Marking(Frozen):
    """The access restriction printed on every page: who made it, until when it holds (five years at most), on what."""

    text: str = "ASUTUSESISESEKS KASUTAMISEKS (AK)"
    agency: str
    made: date
    until: date
    basis: tuple[str, ...] = ("AvTS § 35 lg 1 p 9",)


class RunInfo(Frozen):
    """The run, or the current state made of several, and everything it depended on."""

    id: str
    kind: Literal["run", "current"]
    started: datetime
    finished: datetime
    edition: str
    agency: str = ""
    area: str = ""
    approach: str = ""
    profile: str | None = None
    version: str
    content_sha256: str
    catalogue_sha256: str
    inventory_sha256: str
    settings_sha256: str = ""
    manifest_sha256: str | None = None
    """SHA-256 of the manifest of the assessment shown; None for the current state."""
    limit: str = ""
    """The part of the inventory it set out to ask: an Ansible pattern, or `--resume RUN`; empty for all of it."""
    narrowed: tuple[str, ...] = ()
    """The checks and measures that it was narrowed to; empty when it judged all there are."""
    planned_pairs: int
    """How many (host, check) pairs the run set out to judge."""
    previous: str | None = None
    """The run the changes are against."""
    complete: bool = True
    """False when it ended before every planned host was done; of the current state: when the newest run did."""
    not_asked: int = 0
    """How many of the planned hosts it did not get to."""


class HostInfo(Frozen):
    """One host of the inventory; every host is here, whatever came back."""

    name: str
    host_id: str
    state: HostState
    cause: Failure | None = None
    detail: str = ""
    escalated: bool = True
    groups: tuple[str, ...] = ()
    owner: str = "unassigned"
    targets: tuple[str, ...] = ()
    system: str = ""
    observed_at: datetime | None = None
    last_seen: datetime | None = None
    seconds: float = 0.0
    evidence_sha256: str | None = None
    counts: dict[str, int] = {}
    """Findings by verdict."""


class CheckInfo(Frozen):
    """What a check asks, why, and how to fix it."""

    id: str
    title: Text
    gap: Text
    why: Text
    severity: Severity
    scope: Literal["host", "fleet"] = "host"
    """A fleet check compares hosts, so a finding of one host may speak of another."""
    remediation: Text
    disruption: str
    verify: str | None = None
    references: dict[str, tuple[str, ...]] = {}
    clauses: dict[str, str] = {}
    """Clause code to what the check says of it: proves, supports or refutes."""
    proven_on: tuple[str, ...] = ()
    """Platforms on which the check was seen to fail and to pass."""
    policy: dict[str, Text] = {}
    """Entries of `eits_policy` the check needs from the site, with what they list. Printed as YAML when they lack."""


class FindingInfo(Frozen):
    """One conclusion. `expected`, `actual` and `source` are those of the first object, for readers of one line."""

    check: str
    host: str
    verdict: Verdict
    severity: Severity
    cause: Cause | None = None
    expected: Text | None = None
    actual: str | None = None
    message: Text
    source: Source | None = None
    objects: tuple[Judged, ...] = ()
    judged: int = 0
    measures: tuple[str, ...] = ()
    """Clause codes the finding speaks of."""
    change: Change = Change.FIRST
    first_seen: datetime | None = None
    """Since when the verdict is what it is."""
    observed_at: datetime
    waiver: str | None = None
    params: tuple[ParamUse, ...] = ()


class Findings:
    """The findings of a report by check id, then by host name. As many as there are pairs, so never all in memory:

    they are read anew each time they are gone through, and are the same each time. In JSON an array like any other.
    """

    def __init__(self, read: Callable[[], Iterator[tuple[str, tuple[FindingInfo, ...]]]], count: int) -> None:
        """read: begins anew and gives check by check, in order, its findings by host. count: how many in all."""
        self._read, self._count = read, count

    @classmethod
    def of(cls, found: Iterable[FindingInfo]) -> Self:
        """Findings that are in memory, whatever their order."""
        held = sorted(found, key=lambda finding: (finding.check, finding.host))
        each = [(check, tuple(own)) for check, own in groupby(held, key=lambda finding: finding.check)]
        return cls(each.__iter__, len(held))

    def by_check(self) -> Iterator[tuple[str, tuple[FindingInfo, ...]]]:
        """Check by check all its findings; checks without one are left out."""
        return self._read()

    def __iter__(self) -> Iterator[FindingInfo]:
        return (finding for _, findings in self._read() for finding in findings)

    def __len__(self) -> int:
        return self._count

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Findings):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as every sequence that is compared by what it holds

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """To pydantic it is a tuple of FindingInfo."""

        def made(value: Any, validate: core_schema.ValidatorFunctionWrapHandler) -> Findings:
            return value if isinstance(value, Findings) else cls.of(validate(value))

        held = handler.generate_schema(tuple[FindingInfo, ...])
        written = core_schema.plain_serializer_function_ser_schema(tuple, return_schema=held)
        return core_schema.no_info_wrap_validator_function(made, held, serialization=written)


class ClauseInfo(Frozen):
    """A clause on a target object: its status over the hosts, and who must answer what is open."""

    code: str
    status: ClauseStatus
    gap: bool = False
    """Whether something is known to be missing; false for a `partly` that only waits for an answer."""
    text: str | None = None
    """The wording, where the agency imported the catalogue."""
    hosts: dict[ClauseStatus, int] = {}
    checks: tuple[str, ...] = ()
    question: Text | None = None
    organisational: bool = False
    by_host: ByHost = ByHost.of({})


class MeasureInfo(Frozen):
    """A measure on a target object."""

    code: str
    title: str
    module: str
    level: Level
    marks: tuple[Mark, ...] = ()
    target: str
    status: MeasureStatus
    passed: int = 0
    """Automatic checks passed, of `total` that apply: automaatkontrollid läbitud n/m."""
    total: int = 0
    clauses: tuple[ClauseInfo, ...] = ()
    suggestion: Literal["O", "E", ""] = ""
    """The only values the tool may suggest for the implementation plan."""
    priority: Priority | None = None
    """The priority of the site's profile; None without one."""


class ModuleInfo(Frozen):
    """Counts of clause × host by status over one module."""

    code: str
    title: str
    targets: tuple[str, ...] = ()
    counts: dict[ClauseStatus, int] = {}
    percent: float | None = None
    """100 × met ÷ (met + not met + partly) over clause × host; None when none of these was counted."""
    uncovered: tuple[str, ...] = ()
    """Clauses no check answers: what this does not cover."""


class TargetInfo(Frozen):
    """A target object as modelled."""

    id: str
    name: str
    owner: str | None = None
    need: Needs = Needs()
    modules: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


class Proposal(Frozen):
    """A modelling proposal (modelleerimise ettepanek): a module that what was found on hosts speaks for."""

    module: str
    hosts: tuple[str, ...]
    reason: Text


class Summary(Frozen):
    """Counts, before any percentage."""

    hosts: dict[HostState, int] = {}
    verdicts: dict[Verdict, int] = {}
    gaps: dict[Severity, int] = {}
    """Failing findings by severity."""
    causes: dict[Cause, int] = {}
    changes: dict[Change, int] = {}
    clauses: dict[ClauseStatus, int] = {}
    """Clause × host by status over all modules."""
    percent: float | None = None
    """100 × met ÷ (met + not met + partly); everything else stands beside it, never inside."""
    unmodelled: tuple[str, ...] = ()
    """Hosts in no target object (modelleerimata)."""


class Report(Frozen):
    """Everything about one run or the current state."""

    format: Literal["eits-scan/run/1"] = Field(default="eits-scan/run/1", alias="schema")
    run: RunInfo
    summary: Summary
    hosts: tuple[HostInfo, ...]
    checks: dict[str, CheckInfo]
    findings: Findings
    targets: tuple[TargetInfo, ...] = ()
    modules: tuple[ModuleInfo, ...] = ()
    measures: tuple[MeasureInfo, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    waivers: tuple[WaiverInfo, ...] = ()
    """Every waiver that was decided by the day of the report, in force or expired."""
    attestations: tuple[AttestationInfo, ...] = ()
    """Every attestation that was made by the day of the report, in force or expired."""
    plan: tuple[PlanInfo, ...] = ()
    """What people decided about gaps, and auditors' observations; `scanner.assess.action_plan` gives all rows."""
    baseline: BaselineInfo | None = None
    """None where no run was approved, or this report is of that run or an earlier one. An edition for some has none."""
    trend: tuple[TrendPoint, ...] = ()
    """Earlier runs over the whole inventory, oldest first, at most twelve."""
    deadlines: Deadlines = Deadlines()
    """By when gaps are to be fixed; `scanner.assess.deadline` gives the date of one."""
    marking: Marking | None = None
    commands: dict[str, tuple[str, ...]] = {}
    """What ran on the hosts, by collector: the transparency list."""

"""The whole pipeline on one screen: inventory + content → plan → collect → judge → store → report."""

from __future__ import annotations

import contextlib
import secrets
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from scanner import __version__, inventory
from scanner.assess.plan import Plan, make_plan, of_one_host
from scanner.collect.ansible import Event, Limits, Receipt, collect
from scanner.collect.archive import Archive
from scanner.collect.script import assemble
from scanner.content import settings
from scanner.content.library import Library
from scanner.errors import InvalidError, NothingToScanError, Problem, UsageError
from scanner.judging import ParamLayers, answers, judge
from scanner.model.base import Lang
from scanner.model.failure import Failure
from scanner.model.host import Visit
from scanner.model.report import Report
from scanner.model.run import Asked, Begun, Run
from scanner.model.settings import Settings
from scanner.model.verdict import HostState
from scanner.parameters import faults
from scanner.reporting import Ground, ground, remember_measures, report_of
from scanner.store.history import Answer, History
from scanner.store.lock import held
from scanner.workspace import Workspace

PASSING = frozenset({Failure.DNS, Failure.REFUSED, Failure.TIMEOUT})
"""Causes that may have passed some minutes later. A denied login is not tried again: that may lock the account."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to scan: inventory sources, and what narrows it. `params` are values by check id and name."""

    inventories: Sequence[Path]
    limit: str | None = None
    checks: Sequence[str] = ()
    measures: Sequence[str] = ()
    params: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    options: Sequence[str] = ()
    limits: Limits = field(default_factory=Limits)
    language: Lang = "et"
    settings: Settings = field(default_factory=Settings)
    only: Collection[str] | None = None
    """Host ids: of the hosts within the limit these alone. None means all."""
    resumed: str = ""
    """The run that this one goes on with, where it does."""
    retry_after: float = 0
    """Seconds after which hosts that could not be connected to are asked once more, in the same run. 0: never."""

    def ground(self, workspace: Workspace, limit: str | None) -> Ground:
        """What it stands on, within a limit. Raises EitsError with everything that is wrong in it."""
        return ground(
            self.inventories,
            workspace,
            limit=limit,
            options=self.options,
            language=self.language,
            settings=self.settings,
        )


def scan(request: Request, workspace: Workspace, stop: threading.Event, watch: Callable[[int, Event], None]) -> Report:
    """One run, from the inventory to its report. `watch` is told of every host as it starts and ends.

    Once `stop` is set no further host is asked. Of hosts that were not asked nothing is concluded: what was known
    of them stands, and the run is not complete.

    Raises EitsError: InvalidError for content or inventory, NothingToScanError, LockedError while another run goes on.
    """
    on = request.ground(workspace, request.limit)
    plan = planned(request, on)
    started = datetime.now(UTC)
    run_id = f"{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
    workspace.make()
    with held(workspace.home, started), History(workspace.store) as history:
        run = _begun(request, on, run_id, started)
        workspace.make(run_id, Begun.of(run, plan.hosts).model_dump_json())
        archive = Archive(workspace.evidence(run_id))
        visits = dict(_collected(request, plan, archive, stop, watch))
        ended = {"finished": datetime.now(UTC), "complete": _complete(plan, visits)}
        return keep(history, on, run.model_copy(update=ended), plan, visits, archive)


def keep(history: History, on: Ground, run: Run, plan: Plan, visits: Mapping[str, Visit], archive: Archive) -> Report:
    """Judge what a run collected, save it, and give its report. `visits` are by host name.

    Where it did not get to every host, hosts cannot be compared: fleet checks conclude nothing then.
    """
    found: dict[str, Mapping[str, str]] = {}
    layers = ParamLayers(command_line=run.params)
    compared = plan if _complete(plan, visits) else plan.without_comparing
    judged = judge(compared, visits, archive, on.library.rules, layers, run.started)
    told = chain(answers(judged, found), (Answer(each, ()) for each in plan.not_visited))
    pairs = dict.fromkeys((host.host_id for host in plan.hosts), tuple(plan.checks))
    assessment = history.save(run, on.known, pairs, told, datetime.now(UTC))
    report = report_of(history, on, history.run(run.id), assessment, found)
    remember_measures(history, on, assessment, report)
    return report


def planned(request: Request, on: Ground) -> Plan:
    """What the request asks of which hosts. Raises UsageError for what does not exist, NothingToScanError.

    Where it does not ask every host of the inventory, fleet checks are left out: a host that is not asked cannot be
    compared, and what is known of them stands. One that is named all the same is a UsageError.
    """
    hosts = [each.host for each in on.inventory.hosts if request.only is None or each.host.host_id in request.only]
    _known_parameters(request, on.library)
    chosen, checks = _chosen(request, on.library), on.library.checks
    if len(hosts) < len(on.inventory.everyone):
        checks = of_one_host(checks)
        if request.only is None and (named := sorted(set(request.checks) - checks.keys())):
            raise UsageError(
                f"{', '.join(named)} compares all hosts of the inventory, and the limit leaves some out",
                todo="leave out --limit, or this check",
            )
    plan = make_plan(hosts, checks, on.library.rules, chosen)
    if not plan.checks:
        raise NothingToScanError("no check is left to judge", todo="`eits-scan checks list` shows them")
    if not plan.hosts:
        said = ", ".join(sorted({str(host.platform) for host in plan.unsupported}))
        why = f": this version does not scan the platform {said}" if said else ""
        raise NothingToScanError(f"no host is left to ask{why}")
    return plan


def _begun(request: Request, on: Ground, run_id: str, started: datetime) -> Run:
    """The run and everything it depends on, as it begins: nothing is finished yet."""
    return Run(
        id=run_id,
        started=started,
        finished=started,
        complete=False,
        edition=on.scope.edition,
        version=__version__,
        content_sha256=on.library.content_sha256,
        catalogue_sha256=on.library.catalogue_sha256,
        inventory_sha256=inventory.digest(on.inventory),
        settings_sha256=settings.digest(request.settings),
        limit=request.limit or "",
        params={check: dict(values) for check, values in request.params.items()},
        asked=Asked(
            checks=tuple(request.checks),
            measures=tuple(request.measures),
            forks=request.limits.forks,
            host_seconds=request.limits.seconds,
            host_bytes=request.limits.max_bytes,
            resumed=request.resumed,
        ),
    )


def _collected(
    request: Request, plan: Plan, archive: Archive, stop: threading.Event, watch: Callable[[int, Event], None]
) -> Iterator[tuple[str, Visit]]:
    # The host ends by itself well before the controller gives it up, so that what it has seen by then arrives.
    seconds = max(1, int(request.limits.seconds * 2 / 3))
    script = assemble(list(plan.collectors.items()), host_seconds=seconds)
    scripts = {host.name: script for host in plan.hosts}

    def ask(some: Mapping[str, str]) -> Iterator[Event]:
        return collect(request.inventories, some, archive, limits=request.limits, stop=stop, options=request.options)

    again: dict[str, str] = {}
    for event in ask(scripts):
        watch(len(scripts), event)
        if isinstance(event, Receipt):
            if event.cause in PASSING:
                again[event.host] = script
            yield event.host, visit(event)
    if not again or not request.retry_after or stop.wait(request.retry_after):
        return
    with contextlib.suppress(InvalidError):  # what is known of them then stands: that they could not be connected to
        for event in ask(again):
            if isinstance(event, Receipt) and event.cause is not Failure.STOPPED:
                watch(len(scripts), event)
                yield event.host, visit(event)


def _complete(plan: Plan, visits: Mapping[str, Visit]) -> bool:
    """Whether every planned host was asked, and none was cut off when the run was told to stop."""
    return len(visits) == len(plan.hosts) and all(each.cause is not Failure.STOPPED for each in visits.values())


def visit(receipt: Receipt) -> Visit:
    """How it went with a host, by its receipt."""
    cause = receipt.cause or receipt.why
    if receipt.cause is None:
        state = HostState.PARTIAL if receipt.why else HostState.ANSWERED
    elif receipt.sha256:
        state = HostState.PARTIAL
    else:
        state = HostState.UNREACHABLE if receipt.cause.unreachable else HostState.FAILED
    return Visit(
        host=receipt.host,
        name=receipt.host,
        state=state,
        cause=cause,
        detail=receipt.detail,
        escalated=receipt.escalated,
        seconds=receipt.seconds,
        evidence_sha256=receipt.sha256,
        evidence_bytes=receipt.bytes,
    )


def _known_parameters(request: Request, library: Library) -> None:
    """Values for what does not exist would be believed to count."""
    if found := [Problem(f"--set: {each.message}", todo=each.todo) for each in faults(request.params, library.checks)]:
        raise UsageError.of(found)


def _chosen(request: Request, library: Library) -> set[str]:
    """The checks named, and those that speak of the measures named. Empty means all."""
    unknown = [name for name in request.checks if name not in library.checks]
    if unknown:
        raise UsageError(f"there is no check {', '.join(unknown)}", todo="`eits-scan checks list` shows them")
    chosen = set(request.checks)
    for code in request.measures:
        speaking = {check for check in library.checks if library.speaks_of(check, code)}
        if not speaking:
            raise UsageError(f"no check speaks of {code}", todo="`eits-scan catalogue coverage` shows what is covered")
        chosen |= speaking
    return chosen

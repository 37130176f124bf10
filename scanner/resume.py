"""Goes on with a run that broke off: judges what it had collected, and says which hosts it did not get to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from scanner import __version__
from scanner.assess.plan import Plan, make_plan, of_one_host
from scanner.collect.archive import Archive
from scanner.errors import EitsError, InvalidError, NothingToScanError, Problem, UnseenError, UsageError
from scanner.model.failure import Failure
from scanner.model.host import Visit
from scanner.model.run import Begun
from scanner.model.verdict import HostState
from scanner.reporting import Ground, opened
from scanner.scan import Request, keep
from scanner.store.history import History
from scanner.store.lock import held
from scanner.workspace import Workspace


def rest_of(request: Request, workspace: Workspace, run: str) -> Request:
    """The request for the hosts that an earlier run set out to ask and did not, with its checks and parameters.

    run: an id, its beginning, or `latest`. A run that was killed is saved first, with what it had collected. What the
    request then makes is a run of its own: it looks at other hosts, at another time.
    Raises UsageError for a run that is whole, NothingToScanError where every host was asked.
    """
    recover(request, workspace)
    with opened(workspace) as history:
        chosen = history.run(run)
        if chosen.complete:
            raise UsageError(f"the run {chosen.id} is complete", todo="`eits-scan scan` begins a new one")
        visits = history.visits(chosen.id)
        left = {
            host for host in history.planned(chosen.id) if host not in visits or visits[host].cause is Failure.STOPPED
        }
    if not left:
        raise NothingToScanError(f"the run {chosen.id} asked every host it set out to ask")
    asked = chosen.asked
    return replace(
        request,
        limit=None,  # what it names may be gone; the hosts themselves narrow the run
        checks=asked.checks,
        measures=asked.measures,
        params=chosen.params,
        only=frozenset(left),
        resumed=chosen.id,
    )


def recover(request: Request, workspace: Workspace) -> list[str]:
    """Save every run that was killed before it could; their ids. What each had collected is judged with today's checks.

    Of hosts and checks that are gone since nothing is concluded; a run of which nothing is left is saved as one that
    saw nothing.
    Raises LockedError while a run is going on, and an EitsError with every run that could not be saved.
    """
    if not workspace.store.is_file():
        return []
    saved: list[str] = []
    problems: list[Problem] = []
    with held(workspace.home, datetime.now(UTC)), History(workspace.store) as history:
        for path in _broken_off(workspace, {run.id for run in history.runs()}):
            try:
                saved.append(_recovered(request, workspace, history, path))
            except EitsError as error:
                problems += (_of_run(path.parent, each) for each in error.problems)
    if problems:
        raise UnseenError.of(problems)
    return saved


def _broken_off(workspace: Workspace, known: set[str]) -> Iterator[Path]:
    for path in sorted((workspace.home / "runs").glob(f"*/{workspace.begun('*').name}")):
        if path.parent.name not in known:
            yield path


def _recovered(request: Request, workspace: Workspace, history: History, path: Path) -> str:
    try:
        begun = Begun.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        raise InvalidError(
            "what it wrote down as it began cannot be read", where=str(path), todo="restore the file from a backup"
        ) from None
    on = request.ground(workspace, limit=None)
    plan = _left(begun, on)
    archive = Archive(workspace.evidence(begun.run.id))
    visits = dict(_visits(plan, archive))
    newest = max((archive.path(name).stat().st_mtime for name in visits), default=begun.run.started.timestamp())
    judged_by = {
        "finished": max(begun.run.started, datetime.fromtimestamp(newest, UTC)),
        "version": __version__,
        "content_sha256": on.library.content_sha256,
        "catalogue_sha256": on.library.catalogue_sha256,
    }
    keep(history, on, begun.run.model_copy(update=judged_by), plan, visits, archive)
    return begun.run.id


def _left(begun: Begun, on: Ground) -> Plan:
    """What the run set out to do, as far as its hosts and checks are still there."""
    hosts = [each.host for each in on.inventory.hosts if each.host.host_id in begun.hosts]
    asked, checks = begun.run.asked, on.library.checks
    if begun.run.part or len(hosts) < len(begun.hosts):
        checks = of_one_host(checks)
    if asked.checks or asked.measures:
        speaking = {name for code in asked.measures for name in checks if on.library.speaks_of(name, code)}
        checks = {name: check for name, check in checks.items() if name in asked.checks or name in speaking}
    return make_plan(hosts, checks, on.library.rules)


def _of_run(folder: Path, problem: Problem) -> Problem:
    """A problem that keeps a run from being saved, with the run's folder."""
    todo = problem.todo or "put it right and run again"
    return Problem(
        f"the killed run {folder.name} could not be saved: {problem.message}",
        problem.where or str(folder),
        f"{todo}; to give the run up, move its folder {folder} away",
    )


def _visits(plan: Plan, archive: Archive) -> Iterator[tuple[str, Visit]]:
    """Of every host whose evidence is there and whole. What it tells of itself is added when it is judged."""
    for host in plan.hosts:
        if not archive.path(host.name).is_file():
            continue
        try:
            text = archive.read(host.name)
        except UnseenError:
            continue
        yield (
            host.name,
            Visit(
                host=host.name,
                name=host.name,
                state=HostState.ANSWERED,
                evidence_sha256=hashlib.sha256(text).hexdigest(),
                evidence_bytes=len(text),
            ),
        )

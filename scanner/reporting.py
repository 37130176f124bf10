"""From the history to a report: of the run just made, of an earlier one, or of the current state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scanner import __version__
from scanner import inventory as inventories
from scanner.assess.compare import against
from scanner.assess.plan import make_plan, of_one_host
from scanner.assess.proposals import propose
from scanner.assess.report import Content, Seen, assemble
from scanner.assess.rollup import roll_up
from scanner.assess.site import Site
from scanner.assess.verdicts import Verdicts
from scanner.collect.archive import Archive
from scanner.collect.commands import commands
from scanner.collect.script import collector
from scanner.content.decisions import Decisions, Existing, Reading, load_decisions, read_decisions
from scanner.content.library import Library, load_library
from scanner.content.plan_file import load_plan
from scanner.content.targets import load_scope
from scanner.errors import NothingToScanError, UnseenError
from scanner.judging import ParamLayers, answers, judge
from scanner.model.action_plan import PlanEntry, gap_key
from scanner.model.base import Lang
from scanner.model.decision import day_of
from scanner.model.host import Visit
from scanner.model.register import BaselineInfo
from scanner.model.report import Report, RunInfo
from scanner.model.run import Assessment, Run
from scanner.model.settings import Settings
from scanner.model.status import Change
from scanner.model.target import Scope
from scanner.parameters import refuse_faults
from scanner.store.differences import Difference
from scanner.store.history import History, Known
from scanner.store.lock import held
from scanner.store.observations import Observations
from scanner.workspace import Workspace

HERE = ZoneInfo("Europe/Tallinn")


@dataclass(frozen=True, slots=True)
class Ground:
    """What every report stands on besides the history: inventory, what is modelled and decided, content, settings."""

    inventory: inventories.Inventory
    scope: Scope
    library: Library
    decisions: Decisions
    settings: Settings = field(default_factory=Settings)
    plan: tuple[PlanEntry, ...] = ()

    @property
    def known(self) -> Known:
        """The hosts and checks there are, for the history to know them by."""
        hosts = [each.host for each in self.inventory.everyone]
        return Known(hosts, {name: check.renamed_from for name, check in self.library.checks.items()})


def ground(
    sources: Sequence[Path],
    workspace: Workspace,
    *,
    limit: str | None,
    options: Sequence[str],
    language: Lang,
    settings: Settings,
) -> Ground:
    """Read inventory and content. Raises EitsError with everything that is wrong in them."""
    read = _undecided(sources, workspace, limit=limit, options=options, language=language, settings=settings)
    decisions = load_decisions(sources, read.existing)
    return replace(read.ground, decisions=decisions, plan=load_plan(sources, read.existing.checks))


class _Undecided(NamedTuple):
    ground: Ground
    existing: Existing


def _undecided(
    sources: Sequence[Path],
    workspace: Workspace,
    *,
    limit: str | None,
    options: Sequence[str],
    language: Lang,
    settings: Settings,
) -> _Undecided:
    inventory = inventories.read(sources, limit=limit, options=options)
    scope = load_scope(sources, inventory, workspace=workspace.home)
    library = load_library(scope.edition, workspace=workspace.home, language=language)
    hosts = [each.host for each in inventory.everyone]
    ids = {name: check.id for check in library.checks.values() for name in (*check.renamed_from, check.id)}
    refuse_faults(hosts, library.checks, sources)
    existing = Existing(scope, hosts, library.catalogue, ids)
    return _Undecided(Ground(inventory, scope, library, Decisions(), settings), existing)


class Decided(NamedTuple):
    """Decisions as they stand in their files, and what they bear on today."""

    reading: Reading
    site: Site
    report: Report
    """The current state; of no finding where nothing was scanned yet."""
    scanned: bool


def decided(
    sources: Sequence[Path],
    workspace: Workspace,
    *,
    limit: str | None,
    options: Sequence[str],
    language: Lang,
    settings: Settings,
) -> Decided:
    """For those who look after the decisions: what is wrong in their files is no error here but in `reading`."""
    read = _undecided(sources, workspace, limit=limit, options=options, language=language, settings=settings)
    reading = read_decisions(sources, read.existing)
    on = replace(read.ground, decisions=reading.decisions)
    now = datetime.now(UTC)
    scanned = workspace.store.is_file()
    report = report_on(workspace, None, on) if scanned else _of_nothing(on, now)
    return Decided(reading, _site(on, now), report, scanned)


def _of_nothing(on: Ground, now: datetime) -> Report:
    """The report of a site that was never scanned."""
    info = _info(on, Run(id="-", started=now, finished=now), None, 0).model_copy(update={"kind": "current"})
    return _assembled(on, Seen(info, _site(on, now), lambda _: (), {}), {})


def gap_keys(on: Ground) -> dict[str, tuple[str, str]]:
    """Check and owner by the key of their row in the action plan, former names of checks included."""
    owners = {each.host.owner for each in on.inventory.everyone}
    return {
        gap_key(name, owner): (check.id, owner)
        for check in on.library.checks.values()
        for name in (*check.renamed_from, check.id)
        for owner in owners
    }


def opened(workspace: Workspace) -> History:
    """The history of a workspace where something was scanned. NothingToScanError where nothing was: none is made."""
    if not workspace.store.is_file():
        raise NothingToScanError("there is no run yet", where=str(workspace.store), todo="start with `eits-scan scan`")
    return History(workspace.store)


def report_of(
    history: History, on: Ground, run: Run, assessment: Assessment, found: Mapping[str, Mapping[str, str]]
) -> Report:
    """The report of one assessment of a run. `found` are signs of software by host id, for modelling proposals."""
    before = next((each.id for each in history.runs() if each.started < run.started), None)
    judged = run.model_copy(
        update={name: getattr(assessment, name) for name in ("content_sha256", "catalogue_sha256", "version")}
    )
    visits = history.visits(run.id)
    manifest = {
        "manifest_sha256": history.manifest_sha256(assessment),
        "narrowed": (*run.asked.checks, *run.asked.measures),
    }
    info = _info(on, judged, before, history.not_asked(run.id)).model_copy(update=manifest)
    observations = history.findings(assessment)
    seen = _seen(on, info, observations, visits, history, run)
    return _assembled(on, seen, found).model_copy(update={"baseline": _baseline(history, on, run, observations)})


def remember_measures(history: History, on: Ground, assessment: Assessment, report: Report) -> None:
    """Keep how the measures stand now, after a new assessment. What it did not look at stands as it was last seen."""
    measures = report.measures
    if not history.is_current_state(assessment):
        site = _site(on, assessment.made)
        measures = roll_up(site, Verdicts(site, history.current())).measures
    history.save_measures(assessment, measures)


def stored_report(
    workspace: Workspace,
    run: str | None,
    sources: Sequence[Path],
    *,
    limit: str | None,
    options: Sequence[str],
    language: Lang,
    settings: Settings,
    as_of: date | None = None,
) -> Report:
    """The report of an earlier run by its name, or without one of the current state.

    as_of: of what was the current state at the end of that Estonian day, with the decisions that counted then; in the
    inventory and with the checks of today.
    """
    on = ground(sources, workspace, limit=limit, options=options, language=language, settings=settings)
    return report_on(workspace, run, on) if as_of is None else _report_as_of(workspace, as_of, on)


def _report_as_of(workspace: Workspace, day: date, on: Ground) -> Report:
    ended = min(datetime.combine(day + timedelta(days=1), time(), HERE).astimezone(UTC), datetime.now(UTC))
    moment = ended - timedelta(microseconds=1)
    with opened(workspace) as history:
        last = history.assessed_by(moment)
        if last is None:
            raise NothingToScanError(f"there was no run yet on {day}", where=str(workspace.store))
        newest = next(run for run in history.runs() if history.assessments(run.id)[0].id <= last.id)
        info = _info(on, newest, None, history.not_asked(newest.id)).model_copy(
            update={"id": f"{day:%Y%m%d}-as-of", "kind": "current", "finished": moment}
        )
        seen = _seen(on, info, history.known_after(last), history.visits(after=last), history, newest)
        return _assembled(on, replace(seen, last_seen=history.last_seen(after=last)), {})


def report_on(workspace: Workspace, run: str | None, on: Ground) -> Report:
    """The same on ground that is already read."""
    with opened(workspace) as history:
        if run is not None:
            chosen = history.run(run)
            return report_of(history, on, chosen, history.assessments(chosen.id)[-1], {})
        newest = history.run("latest")
        now = datetime.now(UTC)
        info = _info(on, newest, None, history.not_asked(newest.id)).model_copy(
            update={"id": f"{now.astimezone(HERE):%Y%m%dT%H%M%S}-current", "kind": "current", "finished": now}
        )
        current = history.current()
        report = _assembled(on, _seen(on, info, current, history.visits(), history, newest), {})
        return report.model_copy(update={"baseline": _baseline(history, on, newest, current)})


def _baseline(history: History, on: Ground, run: Run, now: Observations) -> BaselineInfo | None:
    """What is different from the approved baseline, seen from a run after it or from the state after that run."""
    base = history.baseline()
    if base is None or (before := history.run(base.run)).started >= run.started:
        return None
    assessed, last = history.assessments(before.id)[-1], history.assessments(run.id)[-1]
    earlier = history.findings(assessed)
    hosts = {each.host.host_id for each in on.inventory.everyone}
    changes: Counter[Change] = Counter()
    for check in on.library.checks:
        changes += against(*([each for each in of.of(check) if each.host in hosts] for of in (earlier, now)))
    return BaselineInfo(
        run=before.id,
        finished=before.finished,
        approved=base.approved,
        approved_by=base.approved_by,
        reason=base.reason,
        same_content=assessed.content_sha256 == last.content_sha256,
        changes={change: changes[change] for change in Change if changes[change]},
    )


@dataclass(frozen=True, slots=True)
class Again:
    """A second judging of a run's evidence, and what differs: (host, check), verdict before, verdict now."""

    report: Report
    differences: tuple[tuple[tuple[str, str], str | None, str], ...]


def evaluate_again(
    workspace: Workspace,
    run: str,
    sources: Sequence[Path],
    *,
    limit: str | None,
    options: Sequence[str],
    language: Lang,
    settings: Settings,
) -> Again:
    """Judge the evidence of an earlier run with today's content.

    A pair the run did not plan is judged where its evidence happens to tell; where it does not, nobody looked, and
    what is known of that pair stands. Fleet checks are left out where not every host of the inventory was asked, or not
    every host of the run is within the limit now. Raises NothingToScanError when no host of the run is left.
    """
    on = ground(sources, workspace, limit=limit, options=options, language=language, settings=settings)
    with opened(workspace) as history, held(workspace.home, datetime.now(UTC)):
        chosen = history.run(run)
        if stone := history.buried().get(chosen.id):
            raise UnseenError(f"the evidence of {chosen.id} was removed {stone}", todo="judge a newer run again")
        planned = history.planned(chosen.id)
        visits = history.visits(chosen.id)
        hosts = [each.host for each in on.inventory.hosts if each.host.host_id in visits]
        if not hosts:
            raise NothingToScanError(f"the run {chosen.id} has no host of this inventory")
        by_name = {host.name: visits[host.host_id] for host in hosts}
        compared = chosen.complete and not chosen.part and planned.keys() <= {host.host_id for host in hosts}
        checks = on.library.checks if compared else of_one_host(on.library.checks)
        plan = make_plan(hosts, checks, on.library.rules)
        earlier = history.assessments(chosen.id)[-1]
        archive = Archive(workspace.evidence(chosen.id))
        found: dict[str, Mapping[str, str]] = {}
        layers = ParamLayers(command_line=chosen.params)
        judged = judge(plan, by_name, archive, on.library.rules, layers, chosen.started)
        assessment = history.reassess(
            chosen.id,
            on.known,
            answers(judged, found, planned),
            datetime.now(UTC),
            on.library.content_sha256,
            on.library.catalogue_sha256,
            __version__,
        )
        report = report_of(history, on, chosen, assessment, found)
        remember_measures(history, on, assessment, report)
        return Again(report, tuple(_verdicts(history.differences(earlier, assessment))))


def _verdicts(differences: Iterable[Difference]) -> Iterator[tuple[tuple[str, str], str | None, str]]:
    for host, check, before, after in differences:
        if after and (before is None or before.verdict is not after.verdict):
            yield (host, check), before.verdict.value if before else None, after.verdict.value


def _assembled(on: Ground, seen: Seen, found: Mapping[str, Mapping[str, str]]) -> Report:
    collectors = make_plan((), on.library.checks, on.library.rules).collectors
    run = {name: commands(collector(name).body) for name in collectors}
    content = Content(on.library.checks, on.library.proofs, run)
    plan = [each.info for each in on.plan]
    return assemble(seen, content, propose(found, seen.site.hosts, on.scope), on.settings, plan)


def _seen(
    on: Ground, info: RunInfo, found: Observations, visits: Mapping[str, Visit], history: History, newest: Run
) -> Seen:
    levels = {measure.code: measure.level for measure in on.library.catalogue.measures}
    trend = history.trend(newest.id, levels.get)
    return Seen(info, _site(on, info.finished), found.of, visits, history.last_seen(), trend)


def _site(on: Ground, now: datetime) -> Site:
    return Site(
        scope=on.scope,
        catalogue=on.library.catalogue,
        coverage=on.library.coverage,
        checks=frozenset(on.library.checks),
        hosts=[each.host for each in on.inventory.everyone],
        as_of=day_of(now),
        attestations=on.decisions.attestations,
        waivers=on.decisions.waivers,
    )


def _info(on: Ground, run: Run, previous: str | None, not_asked: int) -> RunInfo:
    return RunInfo(
        id=run.id,
        kind="run",
        started=run.started,
        finished=run.finished,
        edition=on.scope.edition,
        agency=on.scope.agency,
        area=on.scope.area,
        approach=on.scope.approach,
        profile=on.scope.profile,
        version=run.version,
        content_sha256=run.content_sha256,
        catalogue_sha256=run.catalogue_sha256,
        inventory_sha256=run.inventory_sha256,
        settings_sha256=run.settings_sha256,
        limit=run.part,
        planned_pairs=run.planned_pairs,
        previous=previous,
        complete=run.complete,
        not_asked=not_asked,
    )

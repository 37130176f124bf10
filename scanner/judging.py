"""From stored evidence to findings, host by host: the only place where facts are in memory, and only one host's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from scanner.assess.evaluate import Circumstances, compile_check, evaluate, unreached
from scanner.assess.plan import Plan
from scanner.assess.proposals import signs
from scanner.collect.archive import Archive
from scanner.collect.evidence import decode
from scanner.errors import UnseenError
from scanner.facts.raw import Evidence
from scanner.facts.registry import facts_of
from scanner.language.judge import Rules
from scanner.language.params import Values
from scanner.model.facts import HostFacts
from scanner.model.failure import Failure
from scanner.model.finding import Finding
from scanner.model.fleet import Fleet
from scanner.model.host import Host, Visit
from scanner.model.unknown import Cause, Unknown
from scanner.model.verdict import HostState, Verdict
from scanner.rules.ssh_keys import fleet_of
from scanner.store.history import Answer


@dataclass(frozen=True, slots=True)
class Judged:
    """One host: how the visit went, what was concluded, and the facts it was concluded from."""

    host: Host
    visit: Visit
    findings: tuple[Finding, ...]
    facts: HostFacts


@dataclass(frozen=True, slots=True)
class ParamLayers:
    """Parameter values by check id: those of the profile and of the command line. Hosts carry their own."""

    profile: Mapping[str, Values] = field(default_factory=dict)
    command_line: Mapping[str, Values] = field(default_factory=dict)


def judge(
    plan: Plan, visits: Mapping[str, Visit], archive: Archive, rules: Rules, values: ParamLayers, now: datetime
) -> Iterator[Judged]:
    """Each host of the plan in turn. `visits` are by host name; `now`, the run's start, dates what no host said.

    A host without a visit was not asked: nothing is concluded of it.
    """
    compiled = [compile_check(check, rules) for check in plan.checks.values()]
    fleet = fleet_of(_compared(plan, visits, archive, now))
    for host in plan.hosts:
        visit = visits.get(host.name)
        if visit is None:
            continue
        evidence = _evidence(archive, host.name, visit, now)
        if isinstance(evidence, Unknown):
            findings = [unreached(each.check, host.host_id, visit.observed_at or now, evidence) for each in compiled]
            yield Judged(host, visit.model_copy(update={"host": host.host_id}), tuple(findings), {})
            continue
        facts = facts_of(evidence, plan.collectors)
        observed = evidence.clock or visit.observed_at or now
        findings = [
            evaluate(each, host.host_id, facts, observed, _around(each.check.id, host, values, fleet))
            for each in compiled
        ]
        yield Judged(host, _described(visit, host, evidence, facts), tuple(findings), facts)


def answers(
    judged: Iterable[Judged],
    found: MutableMapping[str, Mapping[str, str]],
    planned: Mapping[str, Collection[str]] | None = None,
) -> Iterator[Answer]:
    """What the history keeps of each host. The signs of software on it go into `found`, by host id.

    planned: check ids by host id, where more is judged than the run set out to: of another pair nobody looked where
    the evidence does not tell, so that an error says nothing.
    """
    for each in judged:
        found[each.host.host_id] = signs(each.facts)
        asked = None if planned is None else planned.get(each.host.host_id, ())
        told = (one for one in each.findings if asked is None or one.check in asked or one.verdict is not Verdict.ERROR)
        yield Answer(each.visit, tuple(told))


def _around(check: str, host: Host, values: ParamLayers, fleet: Fleet) -> Circumstances:
    layers = {
        "profile": values.profile.get(check, {}),
        "inventory": host.params.get(check, {}),
        "command_line": values.command_line.get(check, {}),
    }
    return Circumstances(layers=layers, policy=host.policy, scan_account=host.scan_account, fleet=fleet)


def _evidence(archive: Archive, host: str, visit: Visit, asked: datetime) -> Evidence | Unknown:
    """The host's decoded answer, or why there is none."""
    if visit.evidence_sha256 is None:
        return Unknown(cause=_cause(visit), detail=visit.detail)
    try:
        return decode(archive.read(visit.name or host, visit.evidence_sha256), asked=asked)
    except UnseenError as error:
        return Unknown(cause=Cause.NOT_COLLECTED, detail=str(error)[:200])


def _cause(visit: Visit) -> Cause:
    if visit.state is HostState.UNREACHABLE:
        return Cause.UNREACHABLE
    known = {Failure.FLOODED: Cause.FLOODED, Failure.HUNG: Cause.TIMEOUT, Failure.CUT: Cause.CUT}
    denied = {Failure.SUDO_PASSWORD_WRONG, Failure.SUDO_PASSWORD_MISSING, Failure.SUDO_DENIED}
    if visit.cause in denied:
        return Cause.PERMISSION
    return known.get(visit.cause, Cause.NOT_COLLECTED) if visit.cause else Cause.NOT_COLLECTED


_FLAWS = {
    Cause.CUT: Failure.CUT,
    Cause.FLOODED: Failure.FLOODED,
    Cause.TIMEOUT: Failure.HUNG,
    Cause.UNPARSED: Failure.DAMAGED,
}


def _described(visit: Visit, host: Host, evidence: Evidence, facts: HostFacts) -> Visit:
    """The visit with what the answer itself tells: system, time, and whether it is whole."""
    name = getattr(facts.get("os"), "pretty_name", "")
    broken = {name: why for name in evidence.collectors if (why := evidence.raw(name).cause)}
    whole = evidence.cause is None and not broken and visit.state is HostState.ANSWERED
    changed: dict[str, Any] = {
        "host": host.host_id,
        "system": name if isinstance(name, str) else "",
        "escalated": evidence.uid == 0,
        "observed_at": evidence.clock or visit.observed_at,
        "state": HostState.ANSWERED if whole else HostState.PARTIAL,
    }
    if evidence.cause is not None and visit.cause is None:
        changed |= {"cause": _FLAWS[evidence.cause], "detail": evidence.detail}
    elif broken and visit.cause is None:
        changed |= {"cause": _FLAWS[min(broken.values())], "detail": ", ".join(broken)}
    elif evidence.detail and not visit.detail:
        changed |= {"detail": evidence.detail}
    return visit.model_copy(update=changed)


def _compared(
    plan: Plan, visits: Mapping[str, Visit], archive: Archive, asked: datetime
) -> Iterator[tuple[str, HostFacts]]:
    """What fleet checks compare, host by host; nothing of one that gave no answer. No hosts without a fleet check."""
    for host in plan.hosts if plan.fleet_collectors else ():
        visit = visits.get(host.name)
        evidence = _evidence(archive, host.name, visit, asked) if visit else None
        if isinstance(evidence, Evidence):
            asked_for = {name: evidence.raw(name) for name in plan.fleet_collectors}
            yield host.host_id, facts_of(replace(evidence, collectors=asked_for))
        else:
            yield host.host_id, {}

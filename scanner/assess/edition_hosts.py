"""A report narrowed to one host or one target object, for the same readers: with reasons, names and statements."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from scanner.assess.edition import part
from scanner.errors import UsageError
from scanner.model.register import AttestationInfo, WaiverInfo
from scanner.model.report import FindingInfo, HostInfo, Report, TargetInfo
from scanner.model.target import AREA
from scanner.model.verdict import HostState

MOST_NAMED = 20


def for_host(report: Report, name: str) -> Report:
    """The report of one host, by its inventory name or host id, on the target objects that hold it.

    Raises UsageError for a host that is not in the report.
    """
    host = next((each for each in report.hosts if name in (each.name, each.host_id)), None)
    if host is None:
        raise _unknown("host", name, [each.name for each in report.hosts])
    targets = (target for target in report.targets if host.name in target.hosts and target.id != AREA)
    return _narrowed(report, (host,), tuple(targets))


def for_target(report: Report, name: str) -> Report:
    """The report of one target object, by its id: its hosts and its measures alone. Raises UsageError for another."""
    targets = [each for each in report.targets if each.id != AREA]
    target = next((each for each in targets if each.id == name), None)
    if target is None:
        raise _unknown("target object", name, [each.id for each in targets])
    hosts = tuple(host for host in report.hosts if host.name in target.hosts)
    if not hosts:
        raise UsageError(f"the target object {name!r} has no host", todo="give it hosts or groups in targets.yaml")
    return _narrowed(report, hosts, (target,))


def _unknown(kind: str, name: str, known: list[str]) -> UsageError:
    near = get_close_matches(name, known, 3) or sorted(known)[:MOST_NAMED]
    more = ", …" if len(near) == MOST_NAMED < len(known) else ""
    told = f"there are: {', '.join(near)}{more}" if known else "targets.yaml models none"
    return UsageError(f"the report has no {kind} {name!r}", todo=told)


def _narrowed(report: Report, hosts: tuple[HostInfo, ...], targets: tuple[TargetInfo, ...]) -> Report:
    names = frozenset(host.name for host in hosts)
    called = names | {host.host_id for host in hosts}
    groups = frozenset(group for host in hosts for group in host.groups)

    def own() -> Iterator[tuple[str, tuple[FindingInfo, ...]]]:
        for check, findings in report.findings.by_check():
            if found := tuple(each for each in findings if each.host in names):
                yield check, found

    # A run that was stopped judged every host it got to in full, so only hosts it did not get to can lack pairs.
    unasked = sum(host.state is HostState.NOT_SCANNED for host in hosts)
    missing = max(0, report.run.planned_pairs - len(report.findings)) if unasked else 0
    edition = part(report, hosts, tuple(_of(target, names) for target in targets), own, missing)
    run = edition.run.model_copy(update={"not_asked": min(report.run.not_asked, unasked)})
    if not unasked:
        run = run.model_copy(update={"limit": "", "complete": True})
    ids = {target.id for target in targets}
    return edition.model_copy(
        update={
            "run": run,
            "waivers": tuple(each for each in report.waivers if _covers(each, called, groups)),
            "attestations": tuple(each for each in report.attestations if _speaks(each, called, ids)),
        }
    )


def _of(target: TargetInfo, names: frozenset[str]) -> TargetInfo:
    return target.model_copy(update={"hosts": tuple(host for host in target.hosts if host in names)})


def _covers(waiver: WaiverInfo, called: frozenset[str], groups: frozenset[str]) -> bool:
    everywhere = not waiver.hosts and not waiver.groups
    return everywhere or not called.isdisjoint(waiver.hosts) or not groups.isdisjoint(waiver.groups)


def _speaks(said: AttestationInfo, called: frozenset[str], targets: set[str]) -> bool:
    return said.target in targets or not called.isdisjoint(said.hosts)

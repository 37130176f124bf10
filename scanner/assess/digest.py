"""What is new since people were last told. Not since the last run: a scan by hand or a lost mail would hide it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from scanner.model.base import Text
from scanner.model.digest import Digest, GapChange, LostHost, Told, WaiverNotice
from scanner.model.failure import Failure
from scanner.model.night import Night
from scanner.model.register import WaiverInfo
from scanner.model.report import CheckInfo, HostInfo, Marking, Report
from scanner.model.status import Change
from scanner.model.verdict import HostState, Severity, Verdict

NOTICE = timedelta(days=14)
"""How long before its last day a waiver is told of."""
LOST = (HostState.UNREACHABLE, HostState.FAILED)
SEEN = (HostState.ANSWERED, HostState.PARTIAL)


def failed_night(night: Night, marking: Marking | None) -> Digest:
    """The digest of a night that made no report: that it failed, and nothing of gaps."""
    return Digest(
        finished=night.finished,
        complete=night.complete,
        stopped=night.stopped,
        failed=tuple(step.name for step in night.failed),
        min_complete=night.min_complete,
        marking=marking,
    )


def digest(report: Report, night: Night, told: Told, today: date, link: str = "") -> tuple[Digest, Told]:
    """The digest, and what people know once they have read it.

    A gap that could not be judged, or that nobody looked at, stays known: it is neither fixed nor new. A gap under a
    waiver is not told; once its waiver is over it is new again.
    """
    gaps = _Gaps(report, told)
    hosts = _Hosts(report.hosts, told)
    waivers, known_waivers = _waivers(report.waivers, told, today)
    made = failed_night(night, report.marking).model_copy(
        update={
            "run": report.run.id,
            "agency": report.run.agency,
            "link": link,
            "completeness": night.completeness,
            **{name: _changes(report.checks, name, found) for name, found in gaps.changes.items()},
            "unreachable": hosts.lost,
            "reachable": hosts.back,
            "waivers": waivers,
            "gaps": dict(gaps.open),
            "hosts": dict(report.summary.hosts),
        }
    )
    return made, Told(gaps=gaps.known, unreachable=hosts.known, waivers=known_waivers)


class _Gaps:
    """Gaps against those that were told: by kind of change, check and host name."""

    def __init__(self, report: Report, told: Told) -> None:
        self.changes: dict[str, dict[str, list[str]]] = {
            kind: defaultdict(list) for kind in ("new", "worse", "regressed", "fixed")
        }
        self.open: Counter[Severity] = Counter()
        ids = {host.name: host.host_id for host in report.hosts}
        known = {check: set(hosts) & set(ids.values()) for check, hosts in told.gaps.items() if check in report.checks}
        for finding in report.findings:
            host, hosts = ids[finding.host], known.setdefault(finding.check, set())
            if finding.verdict is Verdict.FAIL and finding.waiver is None:
                self.open[finding.severity] += 1
                if host not in hosts:
                    kind = "regressed" if finding.change is Change.REGRESSED else "new"
                    self.changes[kind][finding.check].append(finding.host)
                elif finding.change is Change.WORSE and report.run.kind == "run":
                    self.changes["worse"][finding.check].append(finding.host)
                hosts.add(host)
            elif finding.verdict is not Verdict.ERROR and host in hosts:
                hosts.discard(host)
                if finding.verdict is not Verdict.FAIL:
                    self.changes["fixed"][finding.check].append(finding.host)
        self.known = {check: tuple(sorted(hosts)) for check, hosts in sorted(known.items()) if hosts}


class _Hosts:
    """Hosts that give no answer against those that were told. One that was not asked to its end stays as told."""

    def __init__(self, hosts: Iterable[HostInfo], told: Told) -> None:
        before = set(told.unreachable)
        hosts = list(hosts)
        lost = [host for host in hosts if host.state in LOST and host.cause is not Failure.STOPPED]
        self.lost = tuple(LostHost(host=host.name, cause=host.cause) for host in lost if host.host_id not in before)
        self.back = tuple(host.name for host in hosts if host.state in SEEN and host.host_id in before)
        unasked = {
            host.host_id for host in hosts if host.state is HostState.NOT_SCANNED or host.cause is Failure.STOPPED
        } & before
        self.known = tuple(sorted(unasked | {host.host_id for host in lost}))


def _waivers(
    waivers: Iterable[WaiverInfo], told: Told, today: date
) -> tuple[tuple[WaiverNotice, ...], tuple[str, ...]]:
    notices, known = [], []
    for waiver in sorted(waivers, key=lambda each: (each.expires, each.id)):
        if waiver.expires > today + NOTICE:
            continue
        expired = waiver.expires < today
        key = f"{waiver.id} {waiver.expires}" + (" expired" if expired else "")
        known.append(key)
        if key not in told.waivers:
            given = {name: getattr(waiver, name) for name in ("id", "kind", "check", "measure", "expires")}
            notices.append(WaiverNotice(**given, expired=expired))
    return tuple(notices), tuple(known)


def _changes(checks: Mapping[str, CheckInfo], kind: str, found: Mapping[str, Iterable[str]]) -> tuple[GapChange, ...]:
    """The most severe first, then by check."""
    changes = (_change(checks[check], kind, hosts) for check, hosts in found.items())
    return tuple(sorted(changes, key=lambda each: (-each.severity.rank, each.check)))


def _change(check: CheckInfo, kind: str, hosts: Iterable[str]) -> GapChange:
    title: Text = check.title if kind == "fixed" else check.gap
    return GapChange(check=check.id, title=title, severity=check.severity, hosts=tuple(sorted(hosts)))

"""What could not be seen: hosts that did not answer, findings without a verdict, and what the site must still say."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.language.words import CAUSES
from scanner.model.failure import Failure
from scanner.model.report import HostInfo, Report
from scanner.model.unknown import Cause
from scanner.model.verdict import HostState, Verdict
from scanner.render.say import Say, clip
from scanner.render.view.tally import Tally

CUT = frozenset({Failure.CUT, Failure.FLOODED})
SILENT = frozenset({HostState.PARTIAL, HostState.UNREACHABLE, HostState.FAILED})


@dataclass(frozen=True, slots=True)
class SilentHost:
    """A host that gave no answer, or only part of one."""

    name: str
    state: HostState
    cause: str
    seen: str


@dataclass(frozen=True, slots=True)
class UnseenCause:
    """Findings that could not be judged for one cause."""

    cause: str
    findings: str
    where: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """The banner. `green` is true only when every host answered in full and every finding has a verdict.

    `hosts` counts those that were asked; `not_scanned` and `unsupported` name the rest of the inventory.
    """

    green: bool
    answered: int
    hosts: int
    unjudged: int
    findings: int
    missing: int
    silent: tuple[SilentHost, ...]
    causes: tuple[UnseenCause, ...]
    policy_findings: int
    policy_yaml: str
    cut: tuple[str, ...]
    without_root: tuple[str, ...]
    not_scanned: tuple[str, ...]
    unsupported: tuple[str, ...]
    """Hosts of a declared platform that this version does not scan."""
    hardly_applies: tuple[str, ...]
    """Hosts on which nearly nothing applies: more often a platform that was not recognised than the truth."""
    unmodelled: tuple[str, ...]
    unproven: tuple[tuple[str, str], ...]
    limit: str
    narrowed: str = ""
    """The checks and measures that the run was narrowed to."""
    stopped: str = ""
    """Where the run ended early: that it did, and how many hosts it did not get to."""


def completeness(report: Report, say: Say, tally: Tally | None = None) -> Completeness:
    """Everything that keeps the report from being the whole truth."""
    tally = tally or Tally.of(report)
    states = report.summary.hosts
    answered = states.get(HostState.ANSWERED, 0) + states.get(HostState.PARTIAL, 0)
    unseen = any(counts[Verdict.ERROR] for counts in tally.verdicts.values())
    silent = tuple(_silent(host, say) for host in report.hosts if host.state in SILENT)
    cut = tuple(clip(host.name, 120) for host in report.hosts if host.cause in CUT or host.name in tally.cut)
    without_root = tuple(
        clip(host.name, 120)
        for host in report.hosts
        if not host.escalated and host.state in (HostState.ANSWERED, HostState.PARTIAL)
    )
    left_out = [host for host in report.hosts if host.state is HostState.NOT_SCANNED]
    not_scanned = tuple(clip(host.name, 120) for host in left_out if host.cause is None)
    unsupported = tuple(clip(host.name, 120) for host in left_out if host.cause is not None)
    missing = max(0, report.run.planned_pairs - len(report.findings))
    whole = report.run.complete and not (
        missing or report.run.limit or report.run.narrowed or report.summary.unmodelled
    )
    return Completeness(
        green=whole and not (silent or left_out or unseen or cut),
        answered=answered,
        hosts=len(report.hosts) - len(left_out),
        unjudged=report.summary.verdicts.get(Verdict.ERROR, 0),
        findings=len(report.findings),
        missing=missing,
        silent=silent,
        causes=_causes(tally, say),
        policy_findings=tally.causes[Cause.NEEDS_POLICY],
        policy_yaml=_yaml(report, tally, say),
        cut=cut,
        without_root=without_root,
        not_scanned=not_scanned,
        unsupported=unsupported,
        hardly_applies=tuple(clip(host.name, 120) for host in report.hosts if _hardly_applies(host)),
        unmodelled=tuple(clip(name, 120) for name in report.summary.unmodelled),
        unproven=tuple((check.id, say.text(check.title)) for check in report.checks.values() if not check.proven_on),
        limit=clip(report.run.limit, 200),
        narrowed=clip(", ".join(report.run.narrowed), 200),
        stopped="" if report.run.complete else say("stopped", hosts=say.count(report.run.not_asked, "host")),
    )


def _silent(host: HostInfo, say: Say) -> SilentHost:
    said = say.text(host.cause.words) if host.cause else ""
    detail = clip(host.detail, 200)
    seen = host.last_seen or (host.observed_at if host.state is HostState.PARTIAL else None)
    return SilentHost(
        name=clip(host.name, 120),
        state=host.state,
        cause=" ".join(part for part in (said, f"({detail})" if detail else "") if part),
        seen=say.moment(seen) if seen else say("never_seen"),
    )


def _hardly_applies(host: HostInfo) -> bool:
    total = sum(host.counts.values())
    return 10 * host.counts.get(Verdict.NOT_APPLICABLE, 0) > 9 * total > 0


def _causes(tally: Tally, say: Say) -> tuple[UnseenCause, ...]:
    """By cause, most first; what the site has not said is listed apart."""
    lines = []
    for cause, n in tally.causes.most_common():
        if cause is Cause.NEEDS_POLICY:
            continue
        checks = say.count(len(tally.unjudged_checks[cause]), "check")
        hosts = say.count(len(tally.unjudged_hosts[cause]), "host")
        lines.append(UnseenCause(say.text(CAUSES[cause]), say.count(n, "finding"), f"{checks}, {hosts}"))
    return tuple(lines)


def _yaml(report: Report, tally: Tally, say: Say) -> str:
    """The entries to add to the inventory; empty when nothing lacks."""
    wanted = {
        name: say.text(title)
        for check in tally.unjudged_checks.get(Cause.NEEDS_POLICY, ())
        for name, title in report.checks[check].policy.items()
    }
    if not wanted:
        return ""
    return "\n".join(["eits_policy:", *(f"  {name}: []  # {title}" for name, title in sorted(wanted.items()))])

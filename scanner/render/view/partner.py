"""The IT partner's work list: what to do, where, by when, and how to see that it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scanner.model.host import UNASSIGNED
from scanner.model.report import FindingInfo, Findings, Report
from scanner.model.status import Change
from scanner.model.unknown import Cause
from scanner.model.verdict import Severity, Verdict
from scanner.render.say import Say, clip
from scanner.render.view.completeness import SilentHost, completeness
from scanner.render.view.failing import Failing, failing
from scanner.render.view.gaps import Gap, gaps
from scanner.render.view.partner_forms import dispute, recheck, waiver_request

SECTIONS = ("none", "service_restart", "reboot", "lockout_risk")


@dataclass(frozen=True, slots=True)
class Task:
    """One fix, and every check it closes. `hosts`: those with at least one of the gaps."""

    number: int
    gaps: tuple[Gap, ...]
    severity: Severity
    hosts: tuple[str, ...]
    open: int
    due: date
    late: int
    recheck: str
    dispute: str
    waiver: str

    @property
    def first(self) -> Gap:
        """The gap that names the task."""
        return self.gaps[0]


@dataclass(frozen=True, slots=True)
class Section:
    """Tasks that interrupt in the same way, the earliest deadline first."""

    disruption: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A gap that was closed since the hosts were last observed."""

    title: str
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkList:
    """Everything on the page."""

    owner: str
    """Whose list it is; empty where the hosts have several owners."""
    sections: tuple[Section, ...]
    tasks: int
    gaps: int
    hosts: int
    late: int
    waived: int
    unseen: tuple[Gap, ...]
    silent: tuple[SilentHost, ...]
    done: tuple[Done, ...]


def work_list(report: Report, say: Say) -> WorkList:
    """The view of a report, made check by check.

    Gaps under a waiver, checks that wait for the agency's word, and hosts not reached are not the partner's work.
    """
    found: dict[str, Gap] = {}
    failed: list[Failing] = []
    done: list[Done] = []
    waived = 0
    for check, findings in report.findings.by_check():
        waived += sum(_waived(finding) for finding in findings)
        own = _of_check(report, check, tuple(finding for finding in findings if not _left_out(finding)))
        found |= {gap.id: gap for gap in gaps(own, say)}
        failed += failing(own)
        if hosts := tuple(clip(each.host, 120) for each in findings if each.change is Change.FIXED):
            done.append(Done(say.text(report.checks[check].title), hosts))
    sections = _sections(report, sorted(failed, key=lambda each: each.order), found, say)
    owners = {host.owner for host in report.hosts}
    every = [task for section in sections for task in section.tasks]
    return WorkList(
        owner=clip(owners.pop(), 60) if len(owners) == 1 and owners != {UNASSIGNED} else "",
        sections=sections,
        tasks=len(every),
        gaps=sum(task.open for task in every),
        hosts=len({host for task in every for host in task.hosts}),
        late=sum(task.late > 0 for task in every),
        waived=waived,
        unseen=tuple(sorted((gap for gap in found.values() if gap.unjudged), key=lambda gap: gap.order)),
        silent=completeness(report.model_copy(update={"findings": Findings.of(())}), say).silent,
        done=tuple(done),
    )


def _waived(finding: FindingInfo) -> bool:
    return finding.verdict is Verdict.FAIL and finding.waiver is not None


def _left_out(finding: FindingInfo) -> bool:
    return _waived(finding) or finding.cause in (Cause.NEEDS_POLICY, Cause.UNREACHABLE)


def _of_check(report: Report, check: str, findings: tuple[FindingInfo, ...]) -> Report:
    return report.model_copy(update={"findings": Findings(lambda: iter([(check, findings)]), len(findings))})


def _sections(report: Report, failed: list[Failing], found: dict[str, Gap], say: Say) -> tuple[Section, ...]:
    """Checks with the same remedy and disruption are one task."""
    fixes: dict[tuple[str, str], list[Failing]] = {}
    for each in failed:
        fixes.setdefault((each.check.disruption, each.check.remediation.en), []).append(each)
    sections: list[Section] = []
    number = 0
    for disruption in SECTIONS:
        own = [closed for (kind, _), closed in fixes.items() if kind == disruption]
        own.sort(key=lambda closed: (min(each.due for each in closed), closed[0].order))
        if own:
            tasks = tuple(_task(number + n, closed, found, report, say) for n, closed in enumerate(own, 1))
            sections.append(Section(disruption, tasks))
            number += len(own)
    return tuple(sections)


def _task(number: int, closed: list[Failing], found: dict[str, Gap], report: Report, say: Say) -> Task:
    hosts = tuple(dict.fromkeys(host for each in closed for host in each.hosts))
    return Task(
        number=number,
        gaps=tuple(found[each.check.id] for each in closed),
        severity=closed[0].check.severity,
        hosts=hosts,
        open=sum(len(each.hosts) for each in closed),
        due=min(each.due for each in closed),
        late=sum(each.late for each in closed),
        recheck=recheck(closed, hosts),
        dispute=dispute(closed, report, say),
        waiver=waiver_request(closed, hosts, say),
    )

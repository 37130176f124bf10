"""The acceptance report: whether a host or target object may go into production, and what is open."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.assess.acceptance import FRESH, Acceptance, Proposal, Reason, acceptance
from scanner.language.words import CAUSES
from scanner.model.catalogue import Level
from scanner.model.decision import WaiverKind
from scanner.model.report import ClauseInfo, HostInfo, MeasureInfo, Report
from scanner.model.unknown import Cause
from scanner.model.verdict import Verdict
from scanner.render.say import Say, clip
from scanner.render.view.completeness import SilentHost, completeness
from scanner.render.view.failing import today
from scanner.render.view.gaps import Gap, gaps, groups_of, owner_name

MOST_CARDS = 8
MOST_QUESTIONS = 10
_NOUNS = {
    Reason.SILENT: "host",
    Reason.UNMODELLED: "host",
    Reason.MISSING: "check",
    Reason.UNJUDGED: "finding",
    Reason.STALE: "finding",
    Reason.QUESTIONS: "question",
}
_DECIDED_ABOVE = (WaiverKind.TEMPORARY, WaiverKind.RISK_ACCEPTED)


@dataclass(frozen=True, slots=True)
class HostFacts:
    """One host to be accepted."""

    host: HostInfo
    name: str
    owner: str
    groups: str
    system: str
    observed: str


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """A target object it belongs to, with its protection need and modules."""

    name: str
    need: str
    modules: str


@dataclass(frozen=True, slots=True)
class OpenGap:
    """A gap and on how many hosts no waiver covers it."""

    gap: Gap
    hosts: int


@dataclass(frozen=True, slots=True)
class WaivedGap:
    """A gap, on how many hosts it is under a waiver, and each waiver's id, kind and last day."""

    gap: Gap
    hosts: int
    waivers: tuple[tuple[str, str], ...]
    basic: bool
    """Whether a basic measure stays not implemented under it."""


@dataclass(frozen=True, slots=True)
class UnseenCause:
    """Checks that could not be judged for one cause."""

    why: str
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a clause that nobody has answered."""

    clause: str
    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class AcceptancePage:
    """Everything on the page."""

    subject: str
    proposal: Proposal
    obstacles: tuple[str, ...]
    conditions: tuple[str, ...]
    days: int
    """After how many days an observation is too old."""
    targets: tuple[TargetFacts, ...]
    hosts: tuple[HostFacts, ...]
    seen: bool
    """Whether anything was judged: where nothing was, that nothing was found says nothing."""
    blocking: tuple[OpenGap, ...]
    """As cards, the most important ones."""
    more_blocking: tuple[OpenGap, ...]
    open: tuple[OpenGap, ...]
    waived: tuple[WaivedGap, ...]
    missing: int
    silent: tuple[SilentHost, ...]
    unseen: tuple[UnseenCause, ...]
    policy: str
    questions: tuple[Question, ...]
    more_questions: int
    more_codes: str
    command: str
    """What writes the specialist's report of the same."""


def acceptance_page(report: Report, say: Say) -> AcceptancePage:
    """The view of a report that is narrowed to what is to be accepted."""
    ruled = acceptance(report, today(report))
    found = gaps(report, say)
    failed = [finding for finding in report.findings if finding.verdict is Verdict.FAIL]
    uncovered = Counter(finding.check for finding in failed if not finding.waiver)
    covered = Counter(finding.check for finding in failed if finding.waiver)
    failing = [OpenGap(gap, uncovered[gap.id]) for gap in found if gap.status is Verdict.FAIL]
    blocking = [each for each in failing if each.gap.id in ruled.blocking]
    questions = sorted(ruled.questions, key=lambda pair: list(Level).index(pair[0].level))
    told = completeness(report, say)
    reasons = {reason: _reason(reason, n, say) for reason, n in ruled.counts.items() if n}
    conditions = (Reason.OPEN, Reason.WAIVED, Reason.QUESTIONS)
    return AcceptancePage(
        subject=_subject(report, say),
        proposal=ruled.proposal,
        obstacles=tuple(sentence for reason, sentence in reasons.items() if reason not in conditions),
        conditions=tuple(reasons[reason] for reason in conditions if reason in reasons),
        days=FRESH.days,
        targets=tuple(
            TargetFacts(
                name=clip(target.name, 120),
                need=", ".join(f"{letter} {say(f'need_{need}')}" for letter, need in target.need),
                modules=", ".join(target.modules),
            )
            for target in report.targets
        ),
        hosts=tuple(_host(host, say) for host in report.hosts),
        seen=any(report.summary.verdicts.get(each, 0) for each in (Verdict.PASS, Verdict.FAIL)),
        blocking=tuple(blocking[:MOST_CARDS]),
        more_blocking=tuple(blocking[MOST_CARDS:]),
        open=tuple(each for each in failing if each.gap.id not in ruled.blocking),
        waived=tuple(_waived(gap, covered[gap.id], report, say) for gap in found if gap.waivers),
        missing=ruled.counts[Reason.MISSING],
        silent=told.silent,
        unseen=tuple(_unseen(report, say)),
        policy=told.policy_yaml,
        questions=tuple(_question(measure, clause, say) for measure, clause in questions[:MOST_QUESTIONS]),
        more_questions=max(0, len(questions) - MOST_QUESTIONS),
        more_codes=_codes(ruled, {clause.code for _, clause in questions[:MOST_QUESTIONS]}, say),
        command=_command(report),
    )


def _subject(report: Report, say: Say) -> str:
    if len(report.hosts) == 1:
        return clip(report.hosts[0].name, 120)
    if len(report.targets) == 1:
        return clip(report.targets[0].name, 120)
    return say.count(len(report.hosts), "host")


def _command(report: Report) -> str:
    run = () if report.run.kind == "current" else (report.run.id,)
    narrowed = ("--host", report.hosts[0].name) if len(report.hosts) == 1 else ()
    if not narrowed and len(report.targets) == 1:
        narrowed = ("--target", report.targets[0].id)
    return clip(shlex.join(("eits-scan", "report", *run, *narrowed)), 300)


def _reason(reason: Reason, n: int, say: Say) -> str:
    noun = _NOUNS.get(reason, "gap")
    return say(f"a_reason_{reason}", **{f"{noun}s": say.count(n, noun), "days": FRESH.days})


def _host(host: HostInfo, say: Say) -> HostFacts:
    return HostFacts(
        host=host,
        name=clip(host.name, 120),
        owner=owner_name(host.owner, say),
        groups=", ".join(clip(group, 60) for group in groups_of(host, say)),
        system=clip(host.system, 120) or say("a_system_unknown"),
        observed=say.moment(host.observed_at) if host.observed_at else say("a_never"),
    )


def _waived(gap: Gap, hosts: int, report: Report, say: Say) -> WaivedGap:
    known = {waiver.id: waiver for waiver in report.waivers if waiver.id in gap.waivers}
    told = {
        name: f"{say(f'kind_{each.kind.value}')}, {say('a_waived_until', date=say.date(each.expires))}"
        for name, each in known.items()
    }
    return WaivedGap(
        gap=gap,
        hosts=hosts,
        waivers=tuple((name, told.get(name, "")) for name in gap.waivers),
        basic=Level.BASIC in gap.levels and any(each.kind in _DECIDED_ABOVE for each in known.values()),
    )


def _unseen(report: Report, say: Say) -> Iterator[UnseenCause]:
    """What hosts that answered did not show, by cause; a host that did not answer is told of once."""
    checks: dict[Cause, dict[str, None]] = {}
    for finding in report.findings:
        if finding.cause and finding.cause is not Cause.UNREACHABLE:
            checks.setdefault(finding.cause, {})[finding.check] = None
    for cause, names in sorted(checks.items(), key=lambda item: -len(item[1])):
        yield UnseenCause(say.text(CAUSES[cause]), tuple(say.text(report.checks[name].title) for name in names))


def _question(measure: MeasureInfo, clause: ClauseInfo, say: Say) -> Question:
    return Question(clause.code, measure.level, say.text(clause.question) if clause.question else "")


def _codes(ruled: Acceptance, shown: set[str], say: Say) -> str:
    """What is not shown, by measure."""
    measures = dict.fromkeys(measure.code for measure, clause in ruled.questions if clause.code not in shown)
    return say.names(measures, 60)

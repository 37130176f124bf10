"""Gaps: one for each check that failed or could not be judged somewhere, its hosts grouped by equal value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from scanner.assess.action_plan import Due
from scanner.language.words import CAUSES, PRESENT
from scanner.model.action_plan import PlanInfo
from scanner.model.catalogue import Level, measure_of, module_of
from scanner.model.finding import Judged
from scanner.model.report import CheckInfo, FindingInfo, HostInfo, MeasureInfo, Report
from scanner.model.status import Change, ClauseStatus
from scanner.model.unknown import Cause
from scanner.model.verdict import Severity, Verdict
from scanner.render.say import Say, clip
from scanner.render.view.failing import today
from scanner.render.view.tally import Tally

MOST_GROUPS = 10
MOST_OBJECTS = 20
MOST_SOURCES = 5
CHANGES_FIRST = (Change.NEW, Change.REGRESSED, Change.WORSE, Change.GONE_UNKNOWN, Change.FIRST, Change.PERSISTING)
SYSTEM_GROUPS = frozenset({"all", "ungrouped"})
LEVELS = list(Level)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value is set (file and line, or that it is set nowhere), the line itself, on how many of the hosts."""

    where: str
    text: str
    hosts: str


@dataclass(frozen=True, slots=True)
class Value:
    """One object of a group of hosts: its key where that tells more than the value, what was expected and found."""

    key: str
    expected: str
    actual: str
    waiver: str


@dataclass(frozen=True, slots=True)
class ValueGroup:
    """Hosts on which the check saw the same. `more` tells what was left out of `values`."""

    hosts: tuple[str, ...]
    values: tuple[Value, ...]
    more: str
    origins: tuple[Origin, ...]
    waivers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unjudged:
    """Hosts on which the check could not be judged, for one reason."""

    why: str
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A clause the check speaks of. `title` and `level` are empty when its measure is not modelled here."""

    code: str
    title: str
    level: str
    says: str
    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """One row and its card. `facets` are the filter values by facet, as they stand in the page's attributes."""

    id: str
    status: Verdict | ClauseStatus
    """A gap, a gap under a waiver everywhere, or nothing but what could not be judged."""
    severity: Severity
    levels: tuple[Level, ...]
    clauses: tuple[ClauseLine, ...]
    measures: tuple[str, ...]
    sentence: str
    title: str
    failed: int
    judged: int
    unseen: int
    changes: tuple[tuple[Change, int], ...]
    action: str
    expected: str
    groups: tuple[ValueGroup, ...]
    rest: str
    rest_hosts: tuple[str, ...]
    unjudged: tuple[Unjudged, ...]
    params: tuple[str, ...]
    why: str
    fix: str
    disruption: str
    verify: str
    since: str
    due: str
    """The earliest deadline; empty where nothing is open."""
    late: str
    """How many gaps are past theirs."""
    owners: str
    plan: tuple[PlanInfo, ...]
    """What people decided about it, by owner."""
    observed: str
    waivers: tuple[str, ...]
    references: tuple[tuple[str, str], ...]
    proven: str
    facets: dict[str, tuple[str, ...]]

    @property
    def order(self) -> tuple[int, int, int, int, str]:
        """Gaps first, then the waived, then what was not seen; worst severity and lowest level first."""
        level = min((LEVELS.index(level) for level in self.levels), default=len(LEVELS))
        return STATUSES.index(self.status), -self.severity.rank, level, -self.failed, self.id


STATUSES = (Verdict.FAIL, ClauseStatus.WAIVED, Verdict.ERROR)


def gaps(report: Report, say: Say, tally: Tally | None = None) -> tuple[Gap, ...]:
    """All gaps, worst first. Checks that passed or do not apply everywhere have none.

    A host that could not be reached is said once, where completeness is told, and not again in a row of every check.
    `tally` takes every finding into account on the way.
    """
    hosts = {host.name: host for host in report.hosts}
    measures = {measure.code: measure for measure in report.measures}
    due = Due(report)
    found = []
    for check, findings in report.findings.by_check():
        if tally:
            tally.add(check, findings)
        if any(map(_is_gap, findings)):
            found.append(_gap(report, check, findings, hosts, measures, due, say))
    return tuple(sorted(found, key=lambda gap: gap.order))


def _is_gap(finding: FindingInfo) -> bool:
    unseen = finding.verdict is Verdict.ERROR and finding.cause is not Cause.UNREACHABLE
    return unseen or finding.verdict is Verdict.FAIL


def groups_of(host: HostInfo, say: Say) -> tuple[str, ...]:
    """The inventory groups a person made; a host in none is in „rühmata“."""
    return tuple(group for group in host.groups if group not in SYSTEM_GROUPS) or (say("no_group"),)


def owner_name(owner: str, say: Say) -> str:
    """The owner; `unassigned` in words."""
    return say("unassigned") if owner == "unassigned" else clip(owner, 60)


def _gap(
    report: Report,
    name: str,
    findings: Sequence[FindingInfo],
    hosts: dict[str, HostInfo],
    measures: dict[str, MeasureInfo],
    due: Due,
    say: Say,
) -> Gap:
    check = report.checks[name]
    failed = [finding for finding in findings if finding.verdict is Verdict.FAIL]
    unseen = [finding for finding in findings if finding.verdict is Verdict.ERROR]
    status: Verdict | ClauseStatus = Verdict.ERROR
    if failed:
        status = ClauseStatus.WAIVED if all(finding.waiver for finding in failed) else Verdict.FAIL
    spoken = {measure_of(clause) for clause in check.clauses}
    codes = sorted(spoken & measures.keys() or spoken, key=natural)
    clauses = sorted(check.clauses.items(), key=lambda each: (measure_of(each[0]) not in measures, natural(each[0])))
    levels = tuple(sorted({measures[code].level for code in codes if code in measures}, key=LEVELS.index))
    grouped = _grouped(failed, check, say)
    rest = grouped[MOST_GROUPS:]
    changes = Counter(finding.change for finding in failed or unseen)
    expected = {_value(judged, check, say).expected for finding in failed for judged in _failing(finding)}
    if not failed:
        expected = {say.text(finding.expected) for finding in findings if finding.expected}
    waivers = sorted({finding.waiver for finding in failed if finding.waiver})
    dates = [due(finding) for finding in failed if not finding.waiver]
    known = [info for name in dict.fromkeys(f.host for f in failed or unseen) if (info := hosts.get(name))]
    policy = any(finding.cause is Cause.NEEDS_POLICY for finding in unseen)
    return Gap(
        id=check.id,
        status=status,
        severity=check.severity,
        levels=levels,
        clauses=tuple(_clause(code, says, measures, say) for code, says in clauses),
        measures=tuple(codes),
        sentence=say.text(check.gap if failed else check.title),
        title=say.text(check.title),
        failed=len(failed),
        judged=sum(finding.verdict in (Verdict.FAIL, Verdict.PASS) for finding in findings),
        unseen=len(unseen),
        changes=tuple((change, changes[change]) for change in CHANGES_FIRST if changes[change]),
        action=_action(check, status, policy, say),
        expected=expected.pop() if len(expected) == 1 else "",
        groups=grouped[:MOST_GROUPS],
        rest=say("more_values", values=say.count(len(rest), "value")) if rest else "",
        rest_hosts=tuple(host for group in rest for host in group.hosts),
        unjudged=_unjudged(unseen, say),
        params=tuple(dict.fromkeys(_param(finding, say) for finding in findings if finding.params)),
        why=say.text(check.why),
        fix=say.text(check.remediation),
        disruption=_disruption(check, say),
        verify=clip(check.verify or ""),
        since=_since([finding.first_seen for finding in failed or unseen if finding.first_seen], say),
        due=say.date(min(dates)) if dates else "",
        late=say.count(late, "gap") if (late := sum(day < today(report) for day in dates)) else "",
        owners=say.names([owner_name(owner, say) for owner in dict.fromkeys(host.owner for host in known)], 6),
        plan=tuple(each for each in report.plan if each.check == name),
        observed=_since([finding.observed_at for finding in failed or unseen], say),
        waivers=tuple(waivers),
        references=tuple((_reference(name), ", ".join(ids)) for name, ids in check.references.items()),
        proven=say.platforms(check.proven_on),
        facets={
            "status": (status.value,),
            "severity": (check.severity.value,),
            "level": tuple(level.value for level in levels),
            "module": tuple(dict.fromkeys(module_of(code) for code in codes)),
            "group": tuple(dict.fromkeys(group for host in known for group in groups_of(host, say))),
            "owner": tuple(dict.fromkeys(host.owner for host in known)),
            "due": ("late",) if any(day < today(report) for day in dates) else ("open",) if dates else (),
            "change": tuple(change.value for change in CHANGES_FIRST if changes[change]),
            "measure": tuple(codes),
        },
    )


def _failing(finding: FindingInfo) -> list[Judged]:
    return [judged for judged in finding.objects if judged.verdict == "fail"]


def _grouped(failed: list[FindingInfo], check: CheckInfo, say: Say) -> tuple[ValueGroup, ...]:
    same: dict[object, list[FindingInfo]] = {}
    for finding in failed:
        seen = tuple((judged.key, judged.actual, judged.waived_by) for judged in _failing(finding))
        key = (finding.waiver, seen or finding.actual)
        same.setdefault(key, []).append(finding)
    largest = sorted(same.values(), key=lambda findings: (-len(findings), findings[0].host))
    return tuple(_value_group(findings, check, say) for findings in largest)


def _value_group(findings: list[FindingInfo], check: CheckInfo, say: Say) -> ValueGroup:
    objects = _failing(findings[0])
    origins = Counter(
        (str(judged.source), judged.source.text or "")
        for finding in findings
        for judged in _failing(finding)[:MOST_OBJECTS]
        if judged.source is not None
    )
    left = len(objects) - MOST_OBJECTS
    return ValueGroup(
        hosts=tuple(clip(finding.host, 120) for finding in findings),
        values=tuple(_value(judged, check, say) for judged in objects[:MOST_OBJECTS]),
        more=say("objects_shown", shown=MOST_OBJECTS, total=say.number(len(objects))) if left > 0 else "",
        origins=tuple(
            Origin(
                clip(where, 300) or say("set_nowhere"),
                clip(text.strip(), 200),
                say.count(n, "host") if n < len(findings) else "",
            )
            for (where, text), n in origins.most_common(MOST_SOURCES)
        ),
        waivers=tuple(sorted({finding.waiver for finding in findings if finding.waiver})),
    )


def _value(judged: Judged, check: CheckInfo, say: Say) -> Value:
    if judged.key == judged.at and judged.actual is None and judged.expected == PRESENT:
        # Of a list nothing was found: the place in our own facts tells a reader nothing.
        return Value("", say.text(check.title), say("none_found"), judged.waived_by or "")
    parts = (judged.actual or "").split(", ")
    member = len(parts) > 1 and judged.key in parts  # of a list, which would stand whole at each of its members
    actual = say("absent") if judged.actual is None else clip(judged.key if member else judged.actual)
    return Value(
        key="" if member or judged.key == judged.actual else clip(judged.key, 200),
        expected=say.text(judged.expected),
        actual=actual,
        waiver=judged.waived_by or "",
    )


def _unjudged(unseen: list[FindingInfo], say: Say) -> tuple[Unjudged, ...]:
    """By the finding's own sentence, which tells the detail; where hosts differ too much in it, by cause alone."""
    told = {finding.message for finding in unseen}
    reasons: dict[str, list[str]] = {}
    for finding in unseen:
        cause = CAUSES[finding.cause or Cause.NOT_COLLECTED]
        why = clip(say.text(finding.message if len(told) <= MOST_GROUPS else cause), 300)
        reasons.setdefault(why, []).append(clip(finding.host, 120))
    return tuple(Unjudged(why, tuple(hosts)) for why, hosts in reasons.items())


def _clause(code: str, says: str, measures: dict[str, MeasureInfo], say: Say) -> ClauseLine:
    measure = measures.get(measure_of(code))
    text = next((clause.text for clause in measure.clauses if clause.code == code), None) if measure else None
    return ClauseLine(
        code=code,
        title=measure.title if measure else "",
        level=say.word(measure.level) if measure else "",
        says=say(f"says_{says}"),
        text=text or "",
    )


def _action(check: CheckInfo, status: Verdict | ClauseStatus, policy: bool, say: Say) -> str:
    if status is Verdict.ERROR:
        return say("action_policy" if policy else "action_unseen")
    if status is ClauseStatus.WAIVED:
        return say("action_waived")
    return say(f"action_{check.disruption}")


def _disruption(check: CheckInfo, say: Say) -> str:
    return say(f"disruption_{check.disruption}")


def _param(finding: FindingInfo, say: Say) -> str:
    said = (
        f"{param.name} = {clip(param.value, 200) or say('param_empty')} ({say(f'origin_{param.origin}')}"
        + (f", {say('relaxed')})" if param.relaxed else ")")
        for param in finding.params
    )
    return "; ".join(said)


def _since(seen: list[datetime], say: Say) -> str:
    if not seen:
        return ""
    first, last = say.date(min(seen)), say.date(max(seen))
    return first if first == last else say("since_range", first=first, last=last)


def _reference(name: str) -> str:
    """`cis_debian_12` as `CIS Debian 12`."""
    words = name.split("_")
    return " ".join(
        word.upper() if word in {"cis", "ssg", "bsi", "iso", "rhel", "sles"} else word.title() for word in words
    )


def natural(code: str) -> tuple[tuple[int, str], ...]:
    """Sorts SYS.1.1.M2 before SYS.1.1.M10."""
    parts: Iterable[str] = code.replace(".M", ".M.").split(".")
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)

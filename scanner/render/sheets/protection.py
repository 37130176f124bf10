"""Logging, monitoring, malware protection and time: how each target object's hosts stand in each area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.model.report import FindingInfo, Report
from scanner.model.status import ClauseStatus
from scanner.model.verdict import Verdict
from scanner.render.say import Say
from scanner.render.sheets.sheet import MOST_NAMES, Column, Row, Sheet

AREAS = {"x_logging": ("log",), "x_monitoring": ("auditd", "fim"), "x_malware": ("malware",), "x_time": ("time",)}
"""Areas by the second word of a check's id: `linux-log-permissions` is about logging."""
WORST_FIRST = (
    ClauseStatus.NOT_MET,
    ClauseStatus.UNKNOWN,
    ClauseStatus.WAIVED,
    ClauseStatus.MET,
    ClauseStatus.NOT_APPLICABLE,
)


def sheet(report: Report, say: Say) -> Sheet:
    """One row for each target object and area; each host counts once, by the worst that was found of it there."""
    columns = (
        Column(say("x_target"), 28), Column(say("x_area"), 24), Column(say("hosts"), 9),
        Column(say.word(ClauseStatus.MET), 9), Column(say.word(ClauseStatus.NOT_MET), 10),
        Column(say.word(ClauseStatus.WAIVED), 9), Column(say.word(Verdict.ERROR), 11),
        Column(say.word(ClauseStatus.NOT_APPLICABLE), 11), Column(say("x_failing_hosts"), 36),
        Column(say("card_unseen"), 36), Column(say("x_checks"), 40),
    )  # fmt: skip
    return Sheet(say("x_protection"), columns, tuple(_rows(report, say)))


def _rows(report: Report, say: Say) -> Iterator[Row]:
    worst, checks = _worst(report)
    groups = [(target.name, target.hosts) for target in report.targets]
    if report.summary.unmodelled:
        groups.append((say("x_unmodelled"), report.summary.unmodelled))
    for name, hosts in groups:
        for area in AREAS:
            if checks[area] and hosts:
                yield _row(name, area, hosts, worst, checks[area], say)


def _row(
    name: str,
    area: str,
    hosts: Sequence[str],
    worst: dict[tuple[str, str], ClauseStatus],
    checks: list[str],
    say: Say,
) -> Row:
    # A host of which no finding says anything was not scanned: it is not assessed, never left out.
    by_status: dict[ClauseStatus, list[str]] = {status: [] for status in WORST_FIRST}
    for host in hosts:
        by_status[worst.get((area, host), ClauseStatus.UNKNOWN)].append(host)
    counts = {status: len(own) for status, own in by_status.items()}
    return (
        name,
        say(area),
        len(hosts),
        counts[ClauseStatus.MET],
        counts[ClauseStatus.NOT_MET],
        counts[ClauseStatus.WAIVED],
        counts[ClauseStatus.UNKNOWN],
        counts[ClauseStatus.NOT_APPLICABLE],
        say.names(by_status[ClauseStatus.NOT_MET], MOST_NAMES) or None,
        say.names(by_status[ClauseStatus.UNKNOWN], MOST_NAMES) or None,
        ", ".join(checks),
    )


def _worst(report: Report) -> tuple[dict[tuple[str, str], ClauseStatus], dict[str, list[str]]]:
    """The worst status by area and host, and the checks of each area."""
    worst: dict[tuple[str, str], ClauseStatus] = {}
    checks: dict[str, list[str]] = {area: [] for area in AREAS}
    for check, findings in report.findings.by_check():
        area = next((area for area, words in AREAS.items() if _about(check) in words), None)
        if area is None:
            continue
        checks[area].append(check)
        for finding in findings:
            place, status = (area, finding.host), _status(finding)
            worst[place] = min(worst.get(place, status), status, key=WORST_FIRST.index)
    return worst, checks


def _about(check: str) -> str:
    return check.split("-")[1] if "-" in check else ""


def _status(finding: FindingInfo) -> ClauseStatus:
    match finding.verdict:
        case Verdict.FAIL:
            return ClauseStatus.WAIVED if finding.waiver else ClauseStatus.NOT_MET
        case Verdict.ERROR:
            return ClauseStatus.UNKNOWN
        case Verdict.PASS:
            return ClauseStatus.MET
        case Verdict.NOT_APPLICABLE:
            return ClauseStatus.NOT_APPLICABLE

"""What was found about accounts, account by account, for the quarterly review of rights. No list of all accounts."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.finding import Judged
from scanner.model.report import CheckInfo, FindingInfo, Report
from scanner.model.unknown import Cause
from scanner.model.verdict import Verdict
from scanner.render.say import LONGEST, Say, clip
from scanner.render.sheets.sheet import Column, Row, Sheet, day
from scanner.render.view.gaps import owner_name

ABOUT = frozenset({"account", "group", "sudo"})
"""Checks of accounts by the second word of their id."""
SHARED = frozenset({"linux-sshd-authorized-keys-shared"})


def sheet(report: Report, say: Say) -> Sheet:
    """One row for each account, group or rule that a check does not accept; one for a host it could not judge.

    A host that could not be reached is told once, on the sheet of hosts.
    """
    columns = (
        Column(say("host"), 28), Column(say("owner"), 18), Column(say("x_account"), 30), Column(say("x_verdict"), 13),
        Column(say("x_what"), 44), Column(say("card_expected"), 30), Column(say("card_found"), 36),
        Column(say("card_since"), 12), Column(say("card_waiver"), 16), Column(say("severity"), 12),
        Column(say("card_where"), 34), Column(say("card_check"), 36),
    )  # fmt: skip
    return Sheet(say("x_accounts"), columns, _rows(report, say), printed=9)


def _rows(report: Report, say: Say) -> Iterator[Row]:
    owners = {host.name: owner_name(host.owner, say) for host in report.hosts}
    for check, findings in report.findings.by_check():
        if check in SHARED or not ABOUT.isdisjoint(check.split("-")[1:2]):
            for finding in findings:
                if finding.verdict in (Verdict.FAIL, Verdict.ERROR) and finding.cause is not Cause.UNREACHABLE:
                    yield from _of_finding(finding, report.checks[check], owners.get(finding.host, ""), say)


def _of_finding(finding: FindingInfo, check: CheckInfo, owner: str, say: Say) -> Iterator[Row]:
    said = say.text(check.gap if finding.verdict is Verdict.FAIL else finding.message)
    verdict, severity = say.word(finding.verdict), say.word(finding.severity)
    head, since = (finding.host, owner), day(finding.first_seen)
    failed = [judged for judged in finding.objects if judged.verdict == "fail"]
    for judged in failed:
        waiver = judged.waived_by or finding.waiver
        where = clip(str(judged.source), LONGEST) if judged.source else None
        about = (clip(judged.key, LONGEST), verdict, said, say.text(judged.expected), _found(judged, say))
        yield (*head, *about, since, waiver, severity, where, finding.check)
    if not failed:
        yield (*head, None, verdict, said, None, None, since, finding.waiver, severity, None, finding.check)


def _found(judged: Judged, say: Say) -> str:
    return say("absent") if judged.actual is None else clip(judged.actual, LONGEST)

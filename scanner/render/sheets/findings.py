"""All findings, one row each: what a spreadsheet filters and counts."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.assess.action_plan import Due
from scanner.language.words import CAUSES
from scanner.model.report import FindingInfo, Report
from scanner.model.verdict import Verdict
from scanner.render.say import LONGEST, Say, clip
from scanner.render.sheets.sheet import Column, Row, Sheet, day, moment
from scanner.render.view.gaps import owner_name


def sheet(report: Report, say: Say) -> Sheet:
    """The sheet; its rows are read from the history while they are written."""
    columns = (
        Column(say("host"), 28), Column(say("owner"), 20), Column(say("x_verdict"), 14), Column(say("severity"), 12),
        Column(say("x_what"), 50), Column(say("card_expected"), 32), Column(say("card_found"), 32),
        Column(say("card_where"), 34), Column(say("cause"), 28), Column(say("clauses"), 24),
        Column(say("col_change"), 14), Column(say("card_since"), 12), Column(say("p_due"), 12),
        Column(say("observed"), 17), Column(say("card_waiver"), 16), Column(say("card_check"), 36),
    )  # fmt: skip
    return Sheet(say("x_findings"), columns, _rows(report, say), wrapped=False, printed=8)


def _rows(report: Report, say: Say) -> Iterator[Row]:
    owners = {host.name: owner_name(host.owner, say) for host in report.hosts}
    due = Due(report)
    for finding in report.findings:
        yield _row(finding, owners.get(finding.host, ""), due, say)


def _row(finding: FindingInfo, owner: str, due: Due, say: Say) -> Row:
    failed = finding.verdict is Verdict.FAIL
    return (
        finding.host,
        owner,
        say.word(finding.verdict),
        say.word(finding.severity),
        say.text(finding.message),
        say.text(finding.expected) if finding.expected else None,
        _found(finding, say),
        clip(str(finding.source), LONGEST) if finding.source else None,
        say.text(CAUSES[finding.cause]) if finding.cause else None,
        ", ".join(finding.measures),
        say.word(finding.change),
        day(finding.first_seen),
        due(finding) if failed and not finding.waiver else None,
        moment(finding.observed_at),
        finding.waiver,
        finding.check,
    )


def _found(finding: FindingInfo, say: Say) -> str | None:
    if finding.actual is not None:
        return clip(finding.actual, LONGEST)
    return say("absent") if finding.verdict is Verdict.FAIL and finding.expected else None

"""Gaps: one row for each check that failed or could not be judged somewhere, as in the gap report."""

from __future__ import annotations

from scanner.model.catalogue import letter_of, measure_of
from scanner.model.report import Report
from scanner.model.status import Change
from scanner.model.verdict import Verdict
from scanner.render.say import Say
from scanner.render.sheets.sheet import MOST_NAMES, Column, Row, Sheet
from scanner.render.view.failing import Failing, failing
from scanner.render.view.gaps import Gap, gaps

_NEW = (Change.NEW, Change.WORSE, Change.REGRESSED)


def sheet(report: Report, say: Say) -> Sheet:
    """The gaps, worst first."""
    columns = (
        Column(say("x_verdict"), 13), Column(say("severity"), 11), Column(say("x_level"), 16),
        Column(say("col_gap"), 42), Column(say("clauses"), 20), Column(say("col_failed"), 9),
        Column(say("x_late"), 9), Column(say("p_due"), 12), Column(say("card_hosts"), 32), Column(say("owner"), 20),
        Column(say("card_fix"), 46), Column(say("card_disruption"), 20), Column(say("card_why"), 44),
        Column(say("x_waived"), 10), Column(say("col_judged"), 10), Column(say("col_unseen"), 11),
        Column(say("x_new"), 11), Column(say("card_expected"), 32), Column(say("card_verify"), 34),
        Column(say("card_check"), 36),
    )  # fmt: skip
    open_gaps = {each.check.id: each for each in failing(report)}
    rows = (_row(gap, open_gaps.get(gap.id), say) for gap in gaps(report, say))
    return Sheet(say("x_gaps"), columns, rows, printed=11)


def clause_codes(codes: tuple[str, ...]) -> str:
    """`SYS.1.3.M8.a,c; SYS.1.1.M2.b`: the letters of a measure together."""
    letters: dict[str, list[str]] = {}
    for code in codes:
        letters.setdefault(measure_of(code), []).append(letter_of(code))
    return "; ".join(f"{measure}.{','.join(own)}" for measure, own in letters.items())


def _row(gap: Gap, found: Failing | None, say: Say) -> Row:
    hosts = found.hosts if found else _hosts(gap)
    return (
        say.word(gap.status),
        say.word(gap.severity),
        ", ".join(say.word(level) for level in gap.levels),
        gap.sentence,
        clause_codes(tuple(line.code for line in gap.clauses)),
        gap.failed,
        found.late if found else 0,
        found.due if found else None,
        say.names(hosts, MOST_NAMES) or None,
        gap.owners,
        gap.fix,
        gap.disruption,
        gap.why,
        (found.waived if found else gap.failed) if gap.failed else 0,
        gap.judged,
        gap.unseen,
        sum(count for change, count in gap.changes if change in _NEW) if gap.status is not Verdict.ERROR else 0,
        gap.expected or None,
        gap.verify or None,
        gap.id,
    )


def _hosts(gap: Gap) -> tuple[str, ...]:
    """Where a waiver covers it; else where it could not be judged."""
    covered = tuple(host for group in gap.groups for host in group.hosts)
    return covered or tuple(host for group in gap.unjudged for host in group.hosts)

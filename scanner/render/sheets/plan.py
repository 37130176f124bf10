"""The action plan (tegevuskava) and auditors' observations: the sheets people edit and hand back."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.assess.action_plan import PlanRow, plan_rows
from scanner.model import plan_columns as names
from scanner.model.action_plan import PlanInfo
from scanner.model.report import Report
from scanner.model.status import PlanStatus
from scanner.render.say import Say
from scanner.render.sheets.gaps import clause_codes
from scanner.render.sheets.sheet import MOST_NAMES, Column, Row, Sheet, Value, day
from scanner.render.view.failing import today
from scanner.render.view.gaps import owner_name


def sheets(report: Report, say: Say) -> tuple[Sheet, Sheet, Sheet]:
    """The plan, the observations, and the hidden sheet that remembers what the two of them showed."""
    rows = plan_rows(report)
    seen = [each for each in report.plan if each.check is None]
    return _plan(rows, report, say), _observations(seen, say), _base(rows, seen, say)


def _edited(say: Say) -> tuple[Column, ...]:
    words = tuple(say.word(status) for status in PlanStatus)
    return (
        Column(names.RESPONSIBLE.in_(say.lang), 20, edited=True),
        Column(names.DEADLINE.in_(say.lang), 12, edited=True),
        Column(names.STATUS.in_(say.lang), 14, edited=True, choices=words),
        Column(names.COMMENT.in_(say.lang), 32, edited=True),
    )


def _plan(rows: Iterable[PlanRow], report: Report, say: Say) -> Sheet:
    columns = (
        Column(say("col_gap"), 42), Column(say("severity"), 12), Column(say("x_host_owner"), 18),
        Column(say("card_hosts"), 30), Column(say("x_open"), 8), *_edited(say), Column(say("x_overdue"), 12),
        Column(say("card_since"), 12), Column(say("card_fix"), 50), Column(say("card_disruption"), 24),
        Column(say("x_seen_now"), 20), Column(say("clauses"), 24), Column(names.CHECK.in_(say.lang), 36),
        Column(names.KEY.in_(say.lang), 19),
    )  # fmt: skip
    return Sheet(names.PLAN.in_(say.lang), columns, tuple(_row(row, report, say) for row in rows), printed=10)


def _row(row: PlanRow, report: Report, say: Say) -> Row:
    late = row.due is not None and bool(row.hosts) and row.due < today(report)
    return (
        say.text(row.check.gap),
        say.word(row.check.severity),
        owner_name(row.owner, say),
        say.names(row.hosts, MOST_NAMES) or None,
        len(row.hosts),
        *_decided(row, say),
        say("p_overdue") if late else None,
        day(row.since),
        say.text(row.check.remediation),
        say(f"disruption_{row.check.disruption}"),
        _seen_now(row, say),
        clause_codes(tuple(sorted(row.check.clauses))),
        row.check.id,
        row.key,
    )


def _decided(row: PlanRow, say: Say) -> tuple[Value, Value, Value, Value]:
    return row.responsible or None, row.due, say.word(row.status), row.comment or None


def _seen_now(row: PlanRow, say: Say) -> str:
    if row.hosts:
        return say("x_gap_open")
    if row.unseen:
        return say("x_gap_unseen")
    return say("x_gap_waived" if row.waived else "x_gap_gone")


def _observations(seen: Iterable[PlanInfo], say: Say) -> Sheet:
    columns = (
        Column(names.NUMBER.in_(say.lang), 12), Column(names.OBSERVATION.in_(say.lang), 70), *_edited(say),
        Column(names.KEY.in_(say.lang), 19),
    )  # fmt: skip
    return Sheet(
        names.OBSERVATIONS.in_(say.lang),
        columns,
        tuple((each.number, each.text, *_stated(each, say), each.key) for each in seen),
        printed=6,
    )


def _stated(each: PlanInfo, say: Say) -> tuple[Value, Value, Value, Value]:
    return each.responsible or None, each.deadline, say.word(each.status), each.comment or None


def _base(rows: Iterable[PlanRow], seen: Iterable[PlanInfo], say: Say) -> Sheet:
    known: list[Row] = [(row.key, *_decided(row, say), *_said(row.decided, say)) for row in rows]
    known += [(each.key, *_stated(each, say), *_said(each, say)) for each in seen]
    return Sheet(names.BASE, tuple(Column(name) for name in names.BASE_COLUMNS), tuple(known), hidden=True)


def _said(decided: PlanInfo | None, say: Say) -> tuple[Value, Value, Value, Value]:
    return _stated(decided, say) if decided else (None, None, None, None)

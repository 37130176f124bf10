"""The first sheet: what this is, whether the data are complete, the counts, and how the plan is handed back."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.report import Report
from scanner.model.verdict import HostState, Severity, Verdict
from scanner.render.say import Say
from scanner.render.sheets.sheet import Column, Row, Sheet, moment


def sheet(report: Report, say: Say) -> Sheet:
    """Name and value, row by row."""
    columns = (Column(say("x_subject"), 44), Column(say("x_value"), 100))
    return Sheet(say("x_overview"), columns, tuple(_rows(report, say)), listed=False)


def _rows(report: Report, say: Say) -> Iterator[Row]:
    run, summary = report.run, report.summary
    yield say("title"), run.agency or None
    yield say("edition"), run.edition
    yield say("run"), run.id if run.kind == "run" else f"{run.id} ({say('current')})"
    yield say("scanned"), moment(run.finished)
    yield say("version"), run.version
    whole = not summary.verdicts.get(Verdict.ERROR) and run.complete and _answered(report) == len(report.hosts)
    yield say("completeness"), say("complete" if whole else "incomplete")
    yield say("hosts"), len(report.hosts)
    for state in HostState:
        if summary.hosts.get(state):
            yield f"– {say.word(state)}", summary.hosts[state]
    yield say("x_findings"), len(report.findings)
    for verdict in Verdict:
        yield f"– {say.word(verdict)}", summary.verdicts.get(verdict, 0)
    for severity in reversed(Severity):
        yield f"– {say('x_gaps_of', severity=say.word(severity))}", summary.gaps.get(severity, 0)
    yield say("x_percent"), say.number(summary.percent) + " %" if summary.percent is not None else "–"
    yield say("method_formula"), say("formula")
    yield None, None
    yield say("x_how"), say("x_how_edit")
    yield None, say("x_how_import")
    yield None, say("x_how_done")
    yield say("x_accounts"), say("x_accounts_told")
    yield None, say("zone")


def _answered(report: Report) -> int:
    return sum(host.state is HostState.ANSWERED for host in report.hosts)

"""The exit code a report leads to."""

from __future__ import annotations

import click

from scanner.errors import ExitCode, Problem
from scanner.model.report import HostInfo, Report
from scanner.model.verdict import HostState, Severity, Verdict


def ended(report: Report, fail_on: str, unsigned: Problem | None) -> ExitCode:
    """The exit code of a run. That its manifest could not be signed, which is said here, is never success."""
    code = exit_code(report, fail_on)
    if unsigned is None:
        return code
    click.echo(f"eits-scan: {unsigned}", err=True)
    return ExitCode.UNSEEN if code is ExitCode.OK else code


def exit_code(report: Report, fail_on: str) -> ExitCode:
    """Gaps outrank what could not be seen, and nothing judged at all is never success."""
    floor = None if fail_on == "never" else Severity(fail_on).rank
    failing = (each for each in report.findings if each.verdict is Verdict.FAIL and each.waiver is None)
    if floor is not None and any(each.severity.rank >= floor for each in failing):
        return ExitCode.FINDINGS
    unseen = not report.run.complete or any(each.verdict is Verdict.ERROR for each in report.findings)
    if unseen or not all(map(_as_asked, report.hosts)):
        return ExitCode.UNSEEN
    return ExitCode.OK if report.findings else ExitCode.NOTHING


def _as_asked(host: HostInfo) -> bool:
    """A host outside the limit was not asked; that it stays unknown is no failure of this run. One with a cause is."""
    return host.state is HostState.ANSWERED or (host.state is HostState.NOT_SCANNED and host.cause is None)

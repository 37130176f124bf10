"""The exit code a report leads to."""

from __future__ import annotations

from scanner.errors import ExitCode
from scanner.model.report import Report
from scanner.model.verdict import HostState, Severity, Verdict


def exit_code(report: Report, fail_on: str) -> ExitCode:
    """Gaps outrank what could not be seen, and nothing judged at all is never success."""
    floor = None if fail_on == "never" else Severity(fail_on).rank
    failing = (each for each in report.findings if each.verdict is Verdict.FAIL and each.waiver is None)
    if floor is not None and any(each.severity.rank >= floor for each in failing):
        return ExitCode.FINDINGS
    unseen = not report.run.complete or any(each.verdict is Verdict.ERROR for each in report.findings)
    # A host outside the limit was not asked; that it stays unknown is no failure of this run.
    whole = (HostState.ANSWERED, HostState.NOT_SCANNED)
    if unseen or any(host.state not in whole for host in report.hosts):
        return ExitCode.UNSEEN
    return ExitCode.OK if report.findings else ExitCode.NOTHING

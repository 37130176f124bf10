"""What the management is asked to decide, from what the report holds."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.model.catalogue import Level
from scanner.model.register import WaiverInfo
from scanner.model.report import Report
from scanner.model.status import MeasureStatus
from scanner.model.unknown import Cause
from scanner.render.say import Say
from scanner.render.view.failing import Failing
from scanner.render.view.registers import OPEN

_RESTARTS = ("service_restart", "reboot")


def decisions(report: Report, found: tuple[Failing, ...], ending: Sequence[WaiverInfo], say: Say) -> tuple[str, ...]:
    """The questions, the most pressing first. `ending`: waivers that have ended or will within the quarter."""
    basic = {each.code for each in report.measures if each.level is Level.BASIC and each.status in OPEN}
    consider = {each.code for each in report.measures if each.status is MeasureStatus.TO_CONSIDER}
    restarts = sum(each.check.disruption in _RESTARTS for each in found)
    unowned = sum(host.owner == "unassigned" for host in report.hosts)
    asking = report.findings if Cause.NEEDS_POLICY in report.summary.causes else ()
    waiting = {finding.check for finding in asking if finding.cause is Cause.NEEDS_POLICY}
    asked = (
        ("late", sum(each.late for each in found), "gap"),
        ("basic", len(basic), "measure"),
        ("waivers", len(ending), "waiver"),
        ("owner", unowned, "host"),
        ("window", restarts, "check"),
        ("policy", len(waiting), "check"),
        ("consider", len(consider), "measure"),
        ("model", len(report.summary.unmodelled), "host"),
    )
    return tuple(say(f"m_decide_{key}", **{f"{noun}s": say.count(n, noun)}) for key, n, noun in asked if n)

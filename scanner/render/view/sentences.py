"""The three sentences of the management summary: how it stands, what changed, what matters most."""

from __future__ import annotations

from scanner.model.report import Report
from scanner.model.status import Change
from scanner.model.verdict import HostState, Severity, Verdict
from scanner.render.say import Say
from scanner.render.view.failing import Failing

ADDED = (Change.NEW, Change.REGRESSED)
_COMPARED = frozenset(Change) - {Change.FIRST, Change.NOT_SCANNED}


def status(report: Report, waived: int, say: Say) -> str:
    """How many hosts answered, how many gaps they have, of these `waived` under a waiver, and what was not judged."""
    asked, answered = hosts(report)
    if not asked:
        return say("m_nothing")
    if not answered:
        return say("m_silent_one") if asked == 1 else say("m_silent_all", n=say.number(asked))
    if answered < asked:
        told = say("m_hosts_some", n=say.number(asked), answered=say.number(answered))
    else:
        told = say("m_hosts_one") if asked == 1 else say("m_hosts_all", n=say.number(asked))
    unseen = report.summary.verdicts.get(Verdict.ERROR, 0)
    parts = [f"{told}: {_gaps(report, say)}"]
    if waived:
        parts.append(say("m_waived", n=say.number(waived)))
    if unseen:
        parts.append(say("m_unseen", findings=say.count(unseen, "finding")))
    return "; ".join(parts) + "."


def change(report: Report, say: Say) -> str:
    """What came and went since the hosts were last observed."""
    changes = report.summary.changes
    if not any(changes.get(each, 0) for each in _COMPARED):
        return say("m_uncompared")
    added, fixed = sum(changes.get(each, 0) for each in ADDED), changes.get(Change.FIXED, 0)
    key = ("m_more_fewer" if fixed else "m_more") if added else ("m_fewer" if fixed else "m_same")
    told_fixed = say.number(fixed) if added else say.count(fixed, "gap")
    parts = [say(key, added=say.count(added, "gap"), fixed=told_fixed)]
    if worse := changes.get(Change.WORSE, 0):
        parts.append(say("m_worse", n=say.number(worse)))
    if gone := changes.get(Change.GONE_UNKNOWN, 0):
        parts.append(say("m_gone", n=say.number(gone)))
    return "; ".join(parts) + "."


def risk(report: Report, found: tuple[Failing, ...], say: Say) -> str:
    """The most important open gap and why it matters; without one, what is not known."""
    if not hosts(report)[1]:
        return say("m_risk_unknown")
    if found:
        first = found[0]
        where = say("m_in_host" if len(first.hosts) == 1 else "m_in_hosts", n=say.number(len(first.hosts)))
        gap = say.text(first.check.gap).rstrip(".")
        return f"{say('m_risk_gap', gap=gap, hosts=where)} {say.text(first.check.why)}"
    if report.summary.verdicts.get(Verdict.FAIL, 0):
        return say("m_risk_waived")
    if unseen := report.summary.verdicts.get(Verdict.ERROR, 0):
        return say("m_risk_unseen", findings=say.count(unseen, "finding"))
    return say("m_risk_none")


def hosts(report: Report) -> tuple[int, int]:
    """How many hosts were asked, and how many answered, wholly or in part."""
    states = report.summary.hosts
    asked = sum(states.values()) - states.get(HostState.NOT_SCANNED, 0)
    return asked, states.get(HostState.ANSWERED, 0) + states.get(HostState.PARTIAL, 0)


def _gaps(report: Report, say: Say) -> str:
    gaps = report.summary.gaps
    total, critical, high = sum(gaps.values()), gaps.get(Severity.CRITICAL, 0), gaps.get(Severity.HIGH, 0)
    if not total:
        return say("m_gaps_none")
    if total == 1:
        return say("m_gaps_one", severity=say.word(next(each for each in gaps if gaps[each])))
    kind = "both" if critical and high else "critical" if critical else "high" if high else "none"
    severe = say(f"m_severe_{kind}", critical=say.number(critical), high=say.number(high))
    return say("m_gaps_many", gaps=say.count(total, "gap"), severe=severe)

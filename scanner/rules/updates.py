"""Rules about updates: what is outstanding, judged only by lists that are new enough to tell."""

from __future__ import annotations

from datetime import datetime, timedelta

from scanner.facts.updates import Updates
from scanner.language.leaf import Scene
from scanner.language.outcome import Outcome, Trace, all_of, unknown
from scanner.language.rule import rule
from scanner.model.base import Frozen, Text
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown
from scanner.model.verdict import Verdict

_NONE = Text(et="turvauuend peab olema paigaldatud", en="the security update must be installed")


class Lists(Frozen):
    """`days`: how old the newest list of security updates may be for its silence to mean anything."""

    days: int


@rule("updates.no_security_outstanding", ("updates.pending", "updates.refreshed"), Lists)
def no_security_outstanding(scene: Scene, limit: Lists) -> Outcome:
    """No security update waits. What the lists name is outstanding however old they are; only new lists can deny."""
    seen = scene.facts.get("updates", NOT_COLLECTED)
    if not isinstance(seen, Updates):
        return unknown(seen if isinstance(seen, Unknown) else NOT_COLLECTED)
    pending = seen.pending
    if isinstance(pending, Unknown):
        return unknown(pending)
    waiting = [_waits(each.name, f"{each.installed or '?'} → {each.candidate}") for each in pending if each.security]
    outcomes = [*waiting, _fresh(seen.refreshed, scene.now, limit)]
    if pending.missing:
        outcomes.append(unknown(pending.missing))
    return all_of(outcomes)


def _waits(name: str, shown: str) -> Outcome:
    trace = Trace(name, "updates.pending", Verdict.FAIL, shown, operator="absent", expected=_NONE)
    return Outcome(Verdict.FAIL, (trace,))


def _fresh(refreshed: datetime | Unknown | None, now: datetime, limit: Lists) -> Outcome:
    if isinstance(refreshed, Unknown):
        return unknown(refreshed)
    if refreshed is None:
        return unknown(Unknown(cause=Cause.NOT_COLLECTED, detail="the host has no list of security updates"))
    if now - refreshed > timedelta(days=limit.days):
        return unknown(Unknown(cause=Cause.NOT_COLLECTED, detail=f"the lists of updates are of {refreshed:%Y-%m-%d}"))
    trace = Trace("updates", "updates.refreshed", Verdict.PASS, refreshed, operator="present", expected=_NONE)
    return Outcome(Verdict.PASS, (trace,))

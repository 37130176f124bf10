"""What a check concluded about a host, and the objects it looked at."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from scanner.model.base import Frozen, Text, unchecked
from scanner.model.facts import Source
from scanner.model.unknown import Cause
from scanner.model.verdict import Severity, Verdict

Pair = tuple[str, str]
"""Host id and check id: the identity of a finding."""
ObjectVerdict = Literal["pass", "fail", "error"]


class Judged(Frozen):
    """One object a check judged: an account, a port, a setting. `key` is its natural id, the same in every run."""

    key: str
    at: str
    """The path of the fact."""
    verdict: ObjectVerdict
    expected: Text
    actual: str | None
    """The value as text, at most 400 characters; None when the host has no such thing."""
    source: Source | None = None
    cause: Cause | None = None
    detail: str = ""
    waived_by: str | None = None


def judged_object(
    key: str,
    at: str,
    verdict: ObjectVerdict,
    expected: Text,
    actual: str | None,
    source: Source | None,
    cause: Cause | None,
    detail: str,
) -> Judged:
    """A `Judged` as the judge makes it: nothing is checked again."""
    return unchecked(
        Judged,
        {
            "key": key,
            "at": at,
            "verdict": verdict,
            "expected": expected,
            "actual": actual,
            "source": source,
            "cause": cause,
            "detail": detail,
            "waived_by": None,
        },
    )


class ParamUse(Frozen):
    """The value a parameter had here, where it came from, and whether it is weaker than the check's own."""

    name: str
    value: str
    origin: Literal["check", "profile", "inventory", "command_line"]
    relaxed: bool = False


class Finding(Frozen):
    """The conclusion of one check about one host (by its id) at one time. Its identity is (host, check)."""

    host: str
    check: str
    verdict: Verdict
    severity: Severity
    message: Text
    """One sentence: what was expected and found, or why it could not be judged."""
    observed_at: datetime
    cause: Cause | None = None
    """Set exactly when the verdict is error."""
    objects: tuple[Judged, ...] = ()
    """For fail and error the objects that caused it, all of them; for pass up to 20 that were seen."""
    judged: int = 0
    """How many objects were looked at in all."""
    params: tuple[ParamUse, ...] = ()


def concluded(
    host: str,
    check: str,
    verdict: Verdict,
    severity: Severity,
    message: Text,
    observed_at: datetime,
    cause: Cause | None,
    objects: tuple[Judged, ...],
    judged: int,
    params: tuple[ParamUse, ...],
) -> Finding:
    """A `Finding` as the judge makes it: nothing is checked again."""
    return unchecked(
        Finding,
        {
            "host": host,
            "check": check,
            "verdict": verdict,
            "severity": severity,
            "message": message,
            "observed_at": observed_at,
            "cause": cause,
            "objects": objects,
            "judged": judged,
            "params": params,
        },
    )

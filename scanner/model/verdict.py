"""Verdicts and severities."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What one check concludes about one host. A waiver is not a verdict."""

    PASS = "pass"
    FAIL = "fail"
    ERROR = "error"
    NOT_APPLICABLE = "not_applicable"


class Severity(StrEnum):
    """How much a failing check matters, by itself, without regard to the host."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for low to 3 for critical."""
        return list(Severity).index(self)


class HostState(StrEnum):
    """What came back from one host in one run."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    NOT_SCANNED = "not_scanned"
    """Nobody asked it: beyond the run's limit, or new in the inventory."""

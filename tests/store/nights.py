"""Runs made of a few words: what the history tests write and read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from scanner.model.base import Text
from scanner.model.facts import Source
from scanner.model.finding import Finding, Judged
from scanner.model.host import Host, Visit
from scanner.model.run import Assessment, Run
from scanner.model.unknown import Cause
from scanner.model.verdict import HostState, Severity, Verdict
from scanner.store.history import Answer, History, Known

START = datetime(2026, 11, 1, 0, 0, tzinfo=UTC)
Found = Mapping[tuple[str, str], str]
"""What a run finds: by host and check, a word such as `pass`, `error` or `fail:port 22,port 23`."""


def night(number: int) -> datetime:
    """Two o'clock on the number-th night."""
    return START + timedelta(days=number, hours=2)


def finding(host: str, check: str, word: str, at: datetime) -> Finding:
    """A finding from a word: a verdict, and after a colon the keys of the objects that decided."""
    verdict, _, keys = word.partition(":")
    objects = tuple(
        Judged(
            key=key,
            at="sockets.listening",
            verdict="fail" if verdict == "fail" else "pass",
            expected=Text(et="lubatud", en="allowed"),
            actual=key,
            source=Source(file="/etc/ssh/sshd_config", line=3, text="Port 22"),
        )
        for key in keys.split(",")
        if key
    )
    return Finding(
        host=host,
        check=check,
        verdict=Verdict(verdict),
        severity=Severity.HIGH,
        cause=Cause.PERMISSION if verdict == "error" else None,
        message=Text(et=f"Leid: {word}", en=f"Found: {word}"),
        observed_at=at,
        objects=objects,
        judged=len(objects),
    )


def answers(found: Found, at: datetime) -> Iterator[Answer]:
    """What a run brings, host by host."""
    for host in sorted({host for host, _ in found}):
        visit = Visit(
            host=host, state=HostState.ANSWERED, observed_at=at, evidence_sha256="ab" * 32, system="Debian 12"
        )
        yield Answer(visit, [finding(host, check, word, at) for (h, check), word in found.items() if h == host])


def known(found: Found) -> Known:
    """The hosts and checks that occur."""
    hosts = [Host(name=host, host_id=host) for host in sorted({host for host, _ in found})]
    return Known(hosts, {check: () for _, check in found})


def planned(found: Found) -> dict[str, set[str]]:
    """A plan of just the pairs found."""
    plan: dict[str, set[str]] = {}
    for host, check in found:
        plan.setdefault(host, set()).add(check)
    return plan


def run_of(number: int) -> Run:
    """The run of the number-th night."""
    return Run(id=f"run-{number:04}", started=night(number), finished=night(number) + timedelta(minutes=5))


def save(history: History, number: int, found: Found) -> Assessment:
    """Save one night."""
    at = night(number) + timedelta(minutes=1)
    return history.save(run_of(number), known(found), planned(found), answers(found, at), at)

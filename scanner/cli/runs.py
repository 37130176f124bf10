"""`eits-scan runs`: earlier runs, and what changed between them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import click

from scanner.cli import options
from scanner.errors import printable
from scanner.reporting import HERE, opened
from scanner.store.history import History
from scanner.workspace import find


@click.group("runs")
def command() -> None:
    """List earlier runs and compare them."""


@command.command("list")
@options.home
def list_(home: Path | None) -> None:
    """Print every run, newest first. Times are those of Tallinn."""
    with _history(home) as history:
        for run in history.runs():
            state = "complete" if run.complete else "stopped early"
            judged = f"{run.attempted_pairs}/{run.planned_pairs} pairs"
            click.echo(printable(f"{run.id}  {_time(run.started)}  {state}  {judged}  {run.limit}").rstrip())


@command.command()
@click.argument("run")
@options.home
def show(run: str, home: Path | None) -> None:
    """Print one run: what it depended on, and how it went with each host."""
    with _history(home) as history:
        found = history.run(run)
        for name, value in found.model_dump().items():
            click.echo(f"{name:17} {_time(value) if isinstance(value, datetime) else value}")
        for host, visit in history.visits(found.id).items():
            why = f" {visit.cause} {visit.detail}" if visit.cause else ""
            click.echo(printable(f"  {host:30} {visit.state}{why}"))


@command.command()
@click.argument("old")
@click.argument("new", default="latest")
@options.home
def diff(old: str, new: str, home: Path | None) -> None:
    """Print what differs between two runs, pair by pair. A pair one of them did not look at is not scanned."""
    from scanner.assess.compare import compare
    from scanner.model.status import Change, word

    with _history(home) as history:
        sides = [
            {(each.finding.host, each.finding.check): each.finding for each in history.findings(assessments[0])}
            for assessments in (history.assessments(history.run(name).id) for name in (old, new))
        ]
    changes = compare(*sides)
    quiet = {Change.UNCHANGED, Change.PERSISTING}
    for (host, check), change in sorted(changes.items()):
        if change not in quiet:
            click.echo(printable(f"{word(change).sign} {change:12} {host} {check}"))
    counts = Counter(changes.values())
    click.echo(", ".join(f"{change} {counts[change]}" for change in Change if counts[change]) or "nothing in common")


def _history(home: Path | None) -> History:
    return opened(find(home))


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(HERE):%d.%m.%Y %H:%M}"

"""`eits-scan runs`: earlier runs, and what changed between them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import click

from scanner.cli import options
from scanner.errors import printable
from scanner.model.run import Assessment
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
    """Print what differs between two runs, pair by pair. A pair one of them did not look at is not scanned.

    Of each run the last assessment counts, as in its report.
    """
    from scanner.assess.compare import between, settled
    from scanner.model.status import Change, word

    counts: Counter[Change] = Counter()
    with _history(home) as history:
        sides = [history.assessments(history.run(name).id)[-1] for name in (old, new)]
        for name, side in zip(("old", "new"), sides, strict=True):
            click.echo(f"{name} {_assessed(side)}")
        if _judged_by(sides[0]) != _judged_by(sides[1]):
            click.echo("! judged by different content: a change may come from the checks and not from the host")
        alike = history.counted(sides[1])
        for host, check, before, after in history.differences(*sides):
            change = between(before, after)
            counts[change] += 1
            if after:
                alike[after.verdict] -= 1
            if change not in (Change.UNCHANGED, Change.PERSISTING):
                click.echo(printable(f"{word(change).sign} {change:12} {host} {check}"))
    for verdict, number in alike.items():
        counts[settled(verdict)] += number
    click.echo(", ".join(f"{change} {counts[change]}" for change in Change if counts[change]) or "nothing in common")


def _assessed(side: Assessment) -> str:
    content, catalogue = (digest[:12] or "unknown" for digest in _judged_by(side)[:2])
    version = f"eits-scan {side.version}, content {content}, catalogue {catalogue}"
    return printable(f"{side.run}  assessed {_time(side.made)}  {version}")


def _judged_by(side: Assessment) -> tuple[str, str, str]:
    return side.content_sha256, side.catalogue_sha256, side.version


def _history(home: Path | None) -> History:
    return opened(find(home))


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(HERE):%d.%m.%Y %H:%M}"

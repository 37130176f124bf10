"""`eits-scan runs`: earlier runs, and what changed between them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import click

from scanner.cli import options
from scanner.errors import ExitCode, UnseenError, UsageError, printable
from scanner.model.run import Assessment
from scanner.model.settings import Settings
from scanner.reporting import HERE, opened
from scanner.store.history import History
from scanner.workspace import find

SHOWN = 50
"""Lines about one run; of the others it is told how many there are."""


@click.group("runs")
def command() -> None:
    """List earlier runs, compare them, prove them untouched, keep or remove their evidence."""


@command.command("list")
@options.home
def list_(home: Path | None) -> None:
    """Print every run, newest first. Times are those of Tallinn."""
    with _history(home) as history:
        kept = {each.run: f"held until {each.until}" for each in history.holds() if each.released is None}
        marks = kept | dict.fromkeys(history.buried(), "pruned")
        for run in history.runs():
            state = "complete" if run.complete else "stopped early"
            judged = f"{run.attempted_pairs}/{run.planned_pairs} pairs"
            told = f"{run.id}  {_time(run.started)}  {state}  {judged}  {run.part}".rstrip()
            click.echo(printable(f"{told}  {marks.get(run.id, '')}").rstrip())


@command.command()
@click.argument("run")
@options.home
def show(run: str, home: Path | None) -> None:
    """Print one run: what it depended on, and how it went with each host."""
    with _history(home) as history:
        found = history.run(run)
        for name, value in found.model_dump().items():
            click.echo(printable(f"{name:17} {_time(value) if isinstance(value, datetime) else value}"))
        for each in history.assessments(found.id):
            digest = history.manifest_sha256(each) or "none yet: the next run makes it"
            click.echo(f"{'manifest':17} {digest}  assessed {_time(each.made)}")
        for hold in (each for each in history.holds() if each.run == found.id):
            ended = f", released {_time(hold.released)} by {hold.released_by}" if hold.released else ""
            told = f"until {hold.until}, placed {_time(hold.placed)} by {hold.placed_by}{ended}: {hold.reason}"
            click.echo(printable(f"{'hold':17} {told}"))
        if stone := history.buried().get(found.id):
            click.echo(printable(f"{'evidence removed':17} {stone}"))
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


@command.command()
@click.argument("run", required=False)
@click.option("--by", metavar="NAME", help="Who approved it. Default: the account that runs the command.")
@click.option("--reason", help="Why this run, such as the decision it was approved by. Needed with RUN.")
@options.home
def baseline(run: str | None, by: str | None, reason: str | None, home: Path | None) -> None:
    """Approve RUN as the baseline that reports compare with; without RUN, print the one that counts.

    `runs diff baseline` shows every difference. To keep its evidence as well, use `runs hold`.
    """
    from scanner.integrity.prune import account
    from scanner.store.baseline import Baseline

    with _history(home) as history:
        if run is not None:
            if not reason:
                raise UsageError("a baseline needs a reason", todo="say it with --reason")
            history.approve(Baseline(history.run(run).id, datetime.now(UTC), by or account(), reason))
        found = history.baseline()
    told = f"{found.run}  approved {_time(found.approved)} by {found.approved_by}: {found.reason}" if found else "none"
    click.echo(printable(told))


@command.command()
@click.argument("runs", nargs=-1, metavar="[RUN]...")
@click.option("--anchor", "anchors", multiple=True, metavar="SHA256", help="A manifest's digest noted elsewhere.")
@options.home
@options.settings
def verify(runs: tuple[str, ...], anchors: tuple[str, ...], home: Path | None, settings: Settings) -> None:
    """Prove that runs are as they were written, or name what was changed. Without RUN: all of them.

    Exit code 0 says that each holds, 4 that at least one was changed or cannot be proven. A manifest's digest stands
    in the header of every report: given as --anchor, it proves that nothing before it was rewritten.
    """
    from scanner.integrity.signature import checker
    from scanner.integrity.verify import verify as prove

    with _history(home) as history:
        wanted = {history.run(name).id for name in runs}
        proof = prove(history, wanted, anchors=anchors, signed=checker(settings.integrity))
    for run in proof.runs:
        click.echo(printable(f"{run.state:10}  {run.run}"))
        for sign, lines in (("!", run.faults), ("-", run.notes)):
            for line in lines[:SHOWN]:
                click.echo(printable(f"  {sign} {line}"))
            if len(lines) > SHOWN:
                click.echo(f"  {sign} and {len(lines) - SHOWN} more")
    for line in proof.chain:
        click.echo(printable(f"! chain: {line}"))
    counts = Counter(run.state.value for run in proof.runs)
    told = ", ".join(f"{state} {number}" for state, number in counts.items())
    click.echo(f"{told or 'no runs'}; chain of {proof.length}, {'broken' if proof.chain else 'unbroken'}")
    click.echo(f"newest manifest {proof.head or 'none: the next run begins the chain'}")
    raise SystemExit(ExitCode.OK if proof.holds else ExitCode.UNSEEN)


@command.command()
@click.argument("run")
@click.option("--reason", required=True, help="Why, such as the audit it is kept for.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day, as 2035-11-24. Default: in nine years.")
@options.home
def hold(run: str, reason: str, until: datetime | None, home: Path | None) -> None:
    """Keep the evidence of RUN until a day: `runs prune` leaves it alone."""
    from scanner.integrity.prune import account, nine_years_after
    from scanner.model.manifest import Hold

    now = datetime.now(UTC)
    today = now.astimezone(HERE).date()
    day = until.date() if until else nine_years_after(today)
    if day < today:
        raise UsageError(f"--until {day} is over already")
    if not reason.strip():
        raise UsageError("--reason is empty")
    with _history(home) as history:
        found = history.run(run).id
        if told := history.buried().get(found):
            raise UsageError(f"the evidence of {found} was removed {told}")
        history.hold(Hold(run=found, placed=now, placed_by=account(), reason=reason.strip(), until=day))
    click.echo(f"{found} is held until {day}")


@command.command()
@click.argument("run")
@options.home
def release(run: str, home: Path | None) -> None:
    """End the hold of RUN before its day."""
    from scanner.integrity.prune import account

    with _history(home) as history:
        found = history.run(run).id
        if not history.release(found, datetime.now(UTC), account()):
            raise UsageError(f"{found} is not held", todo="`eits-scan runs show` tells what holds there were")
    click.echo(f"{found} is released")


@command.command()
@click.option(
    "-i",
    "--inventory",
    "inventories",
    multiple=True,
    required=True,
    type=click.Path(exists=True, path_type=Path),
    help="The inventory: runs that the decisions and the action plan beside it name are kept.",
)
@click.option("--keep-days", type=click.IntRange(1), help="Default: retention.evidence_days of the settings.")
@click.option("--dry-run", is_flag=True, help="Only tell what would go.")
@options.home
@options.settings
def prune(
    inventories: tuple[Path, ...], keep_days: int | None, dry_run: bool, home: Path | None, settings: Settings
) -> None:
    """Remove the evidence of old runs. Findings, digests, manifests and a tombstone stay.

    The newest run stays, and one that is held or that an attestation, a waiver or the action plan names.
    """
    from scanner.integrity.prune import account
    from scanner.integrity.prune import prune as remove
    from scanner.integrity.signature import sign_new
    from scanner.store.lock import held

    now = datetime.now(UTC)
    days = keep_days or settings.retention.evidence_days
    freed = 0
    with _history(home) as history, held(find(home).home, now):
        for each in remove(history, inventories, days, now, account(), dry=dry_run):
            freed += each.bytes
            verb = ("would remove" if dry_run else "removed") if each.removed else "kept"
            click.echo(printable(f"{verb:12}  {each.run}  {each.why}"))
        problem = None if dry_run else sign_new(history, settings.integrity)
    click.echo(f"{freed / 1e6:.1f} MB {'would be ' if dry_run else ''}freed")
    if problem:
        raise UnseenError.of([problem])


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

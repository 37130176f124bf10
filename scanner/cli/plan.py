"""`eits-scan plan`: the action plan – show it, and take an edited workbook back."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli import options
from scanner.errors import ExitCode, printable

if TYPE_CHECKING:
    from scanner.assess.plan_merge import Edit, Merged
    from scanner.model.action_plan import Handed, PlanEntry
    from scanner.model.report import Report
    from scanner.model.settings import Settings


@click.group("plan")
def command() -> None:
    """Show the action plan, and read an edited workbook back into it."""


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@options.inventory
@click.option("--by", metavar="NAME", help="Who made the edits. Default: the account that runs the command.")
@click.option(
    "--prefer",
    type=click.Choice(["plan", "sheet"]),
    default="plan",
    show_default=True,
    help="Which value stands where both changed. The other one is listed.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be taken.")
@options.home
@options.settings
def import_(
    file: Path,
    inventories: tuple[Path, ...],
    limit: str | None,
    vault_password_file: Path | None,
    by: str | None,
    prefer: str,
    dry_run: bool,
    home: Path | None,
    settings: Settings,
) -> ExitCode:
    """Take the edits of FILE, a workbook of `report --format xlsx`, into plan.yaml beside the inventory.

    Responsible, deadline, status and comment of the action plan are read, and the audit observations. Exit code 1: the
    rest was taken, but something is left to decide. 3: the file has mistakes, and nothing was taken.
    """
    from scanner.assess.plan_merge import Sheets, merge
    from scanner.content import plan_file
    from scanner.content.plan_workbook import read_workbook
    from scanner.model.action_plan import PlanChange
    from scanner.reporting import HERE, gap_keys, ground
    from scanner.workspace import find

    book = read_workbook(file)
    words = options.vault(vault_password_file)
    on = ground(inventories, find(home), limit=limit, options=words, language="et", settings=settings)
    today = datetime.now(UTC).astimezone(HERE).date()
    change = PlanChange(changed_on=today, by=by or getpass.getuser(), file=file.name, sha256=book.sha256)
    sheets = Sheets(book.rows, book.observations, book.base)
    merged = merge(on.plan, sheets, gap_keys(on), change, prefer_sheet=prefer == "sheet")
    path = plan_file.place(inventories)
    if merged.taken and not dry_run:
        plan_file.write_plan(path, merged.entries)
    _say(merged, path, dry_run=dry_run)
    return ExitCode.FINDINGS if merged.conflicts or merged.unknown else ExitCode.OK


@command.command()
@options.inventory
@click.option("--owner", metavar="NAME", help="Only this owner's hosts; nothing of any other owner's.")
@options.report_language
@options.home
@options.settings
def show(
    inventories: tuple[Path, ...],
    limit: str | None,
    vault_password_file: Path | None,
    owner: str | None,
    lang: str,
    home: Path | None,
    settings: Settings,
) -> None:
    """Print the plan of the current state: every open gap by owner with its deadline, then audit observations."""
    from typing import cast

    from scanner.assess.edition import for_owner
    from scanner.model.base import Lang
    from scanner.reporting import stored_report
    from scanner.workspace import find

    language = cast(Lang, lang)
    words = options.vault(vault_password_file)
    report = stored_report(
        find(home), None, inventories, limit=limit, options=words, language=language, settings=settings
    )
    for line in _lines(for_owner(report, owner) if owner is not None else report, language):
        click.echo(printable(line).rstrip())


def _lines(report: Report, lang: Any) -> Iterable[str]:
    from scanner.assess.action_plan import plan_rows
    from scanner.render.say import Say
    from scanner.render.view.failing import today

    say = Say(lang)
    if report.marking:
        yield say.marking(report.marking)
    for row in plan_rows(report):
        late = "!" if row.hosts and row.due and row.due < today(report) else " "
        due = say.date(row.due) if row.due else "–"
        who = row.responsible or say("unassigned")
        yield f"{late} {due:10}  {say.word(row.status):15}  {who:20}  {row.check.id} · {row.owner}: {len(row.hosts)}"
        if row.comment:
            yield f"  {'':10}  {' '.join(row.comment.split())}"
    for each in (entry for entry in report.plan if entry.check is None):
        due = say.date(each.deadline) if each.deadline else "–"
        yield f"  {due:10}  {say.word(each.status):15}  {each.responsible:20}  {each.number}: {each.text}"
    known = set(report.checks)
    for each in (entry for entry in report.plan if entry.check is not None and entry.check not in known):
        yield f"  {'–':10}  {say.word(each.status):15}  {each.responsible:20}  ? {each.check} · {each.owner}"


def _say(merged: Merged, path: Path, *, dry_run: bool) -> None:
    rows = len({edit.place for edit in merged.taken})
    click.echo(f"{'would take' if dry_run else 'taken'}: {len(merged.taken)} values in {rows} rows → {path}")
    for edit in merged.taken:
        _echo(f"  {_where(edit)}: {_shown(edit.before)} → {_shown(edit.after)}")
    if merged.conflicts:
        click.echo(
            f"conflicts: {len(merged.conflicts)}, changed in the plan and in the sheet; the plan's value stands "
            "(--prefer sheet takes the sheet's)"
        )
    for edit in merged.conflicts:
        told = f"plan {_shown(edit.before)}, sheet {_shown(edit.after)}, exported {_shown(edit.exported)}"
        _echo(f"  {_where(edit)}: {told}")
    if merged.unknown:
        click.echo(f"rows of no check and owner there is: {len(merged.unknown)}, not taken")
    for row in merged.unknown:
        _echo(f"  {row.place}: key {row.key or '–'}: {_said(row)}")


def _where(edit: Edit) -> str:
    return f"{edit.place} {_what(edit.entry)}: {edit.name}"


def _what(entry: PlanEntry) -> str:
    return f"{entry.check} · {entry.owner}" if entry.check else f"observation {entry.number}"


def _said(row: Handed) -> str:
    return ", ".join(f"{name} {_shown(value)}" for name, value in row.values.items())


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    text = str(value or "")
    return f"„{text[:80]}{'…' if len(text) > 80 else ''}“" if text else "–"


def _echo(line: str) -> None:
    click.echo(printable(line))

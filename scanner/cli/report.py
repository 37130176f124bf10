"""`eits-scan report`: the report of a run, or of the current state."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import click

from scanner.cli import options
from scanner.errors import UsageError
from scanner.model.base import Lang
from scanner.model.settings import Settings
from scanner.render.formats import AUDIENCES, FORMATS, Audience, Render

EVIDENCE = "evidence"
"""No format of the report but a pack of one measure's evidence: it takes more than a report to make it."""


@click.command("report")
@click.argument("run", required=False)
@options.inventory
@click.option("--format", "kind", type=click.Choice([*FORMATS, EVIDENCE]), default="html", show_default=True)
@click.option(
    "--audience",
    type=click.Choice(AUDIENCES),
    default="specialist",
    show_default=True,
    help="Whom it is for. partner: a list of fixes to do. management: a summary of one or two pages. acceptance: "
    "whether one host or target object may go into production.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The current state as it was at the end of this day, such as 2026-11-20, with the decisions of then.",
)
@click.option("--host", metavar="NAME", help="Only this host.")
@click.option("--target", metavar="ID", help="Only this target object: its hosts and its measures.")
@click.option("--owner", metavar="NAME", help="Only this owner's hosts; nothing of any other owner's.")
@click.option("--measure", metavar="CODE", help="With --format evidence: whose evidence, such as SYS.1.3.M8.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="Where it goes. - prints it.",
)
@options.report_language
@options.home
@options.settings
def command(
    run: str | None,
    inventories: tuple[Path, ...],
    limit: str | None,
    vault_password_file: Path | None,
    kind: str,
    audience: str,
    as_of: datetime | None,
    host: str | None,
    target: str | None,
    owner: str | None,
    measure: str | None,
    output: Path | None,
    lang: str,
    home: Path | None,
    settings: Settings,
) -> None:
    """Write the report of RUN (an id, its beginning, or `latest`); without RUN, of the current state.

    The current state is, for every host and check, the newest observation there is, with its age.
    """
    from scanner.assess.edition import for_owner
    from scanner.assess.edition_hosts import for_host, for_target
    from scanner.render.files import document_name
    from scanner.report_index import write_index
    from scanner.reporting import stored_report
    from scanner.workspace import find

    reader = cast(Audience, audience)
    language = cast(Lang, lang)
    workspace = find(home)
    words = options.vault(vault_password_file)
    whose = tuple(name for name in (host, target, owner) if name is not None)
    day = _day(as_of, run, kind)
    measured = _measured(kind, measure, reader, whose)
    if measured is not None:
        from scanner.evidence_pack import evidence_pack

        name, pack = evidence_pack(
            workspace, run, measured, inventories, limit=limit, options=words, language=language, settings=settings
        )
        _put(pack, output, workspace.reports / name)
        return
    render = _document(kind, reader)
    _one_subject(reader, host, target)
    report = stored_report(
        workspace, run, inventories, limit=limit, options=words, language=language, settings=settings, as_of=day
    )
    if owner is not None:
        report = for_owner(report, owner)
    if host is not None:
        report = for_host(report, host)
    if target is not None:
        report = for_target(report, target)
    name = document_name(report.run.id, FORMATS[kind].suffix, reader, *whose)
    _put(render(report, language), output, workspace.reports / name)
    if output is None:
        write_index(workspace, settings, agency=report.run.agency, area=report.run.area, language=language)


def _put(content: str | bytes | Iterable[str], output: Path | None, usual: Path) -> None:
    """Write it where it was asked for, else to its usual place, and say where; or print it."""
    from scanner.render.files import pieces, write

    if output == Path("-"):
        for piece in pieces(content):
            click.echo(piece, nl=False)
        return
    path = output or usual
    write(path, content)
    click.echo(str(path))


def _day(as_of: datetime | None, run: str | None, kind: str) -> date | None:
    """The day asked for. UsageError where it has not come, or another option already says what the report is of."""
    from scanner.model.decision import day_of

    if as_of is None:
        return None
    day = as_of.date()
    if run is not None or kind == EVIDENCE:
        other = "RUN" if run is not None else "--format evidence"
        raise UsageError(f"--as-of and {other} do not go together", todo="leave one of them out")
    if day > day_of(datetime.now(UTC)):
        raise UsageError(f"--as-of {day} is yet to come", todo="name today or an earlier day")
    return day


def _one_subject(audience: Audience, host: str | None, target: str | None) -> None:
    """UsageError where two things are named, or none for a report that is about one."""
    if host is not None and target is not None:
        raise UsageError("--host and --target do not go together", todo="leave one of them out")
    if audience == "acceptance" and host is None and target is None:
        raise UsageError(
            "--audience acceptance is about one host or one target object", todo="name it: --host NAME or --target ID"
        )


def _measured(kind: str, measure: str | None, audience: Audience, whose: tuple[str, ...]) -> str | None:
    """The measure to pack; None where a report is asked for. UsageError where the options do not go together."""
    if kind != EVIDENCE:
        if measure is not None:
            raise UsageError("--measure goes with --format evidence", todo="add it, or leave --measure out")
        return None
    if whose or audience != "specialist":
        raise UsageError(
            "--format evidence has no edition for an owner, a host or an audience: it shows the evidence of every host",
            todo="leave --owner, --host, --target and --audience out",
        )
    if measure is None:
        raise UsageError("--format evidence packs one measure", todo="name it: --measure SYS.1.3.M8")
    return measure


def _document(kind: str, audience: Audience) -> Render:
    """What renders this format for this audience. UsageError where the format is the same for every reader."""
    if found := FORMATS[kind].document(audience):
        return found
    several = [name for name, each in FORMATS.items() if each.document(audience)]
    raise UsageError(
        f"--format {kind} has no edition for --audience {audience}",
        todo=f"use --format {' or '.join(several)}, or leave --audience out",
    )

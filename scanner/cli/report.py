"""`eits-scan report`: the report of a run, or of the current state."""

from __future__ import annotations

from collections.abc import Iterable
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
    help="Whom it is for. partner: a list of fixes to do. management: a summary of one or two pages.",
)
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
    from scanner.render.files import document_name
    from scanner.reporting import stored_report
    from scanner.workspace import find

    reader = cast(Audience, audience)
    language = cast(Lang, lang)
    workspace = find(home)
    words = options.vault(vault_password_file)
    measured = _measured(kind, measure, reader, owner)
    if measured is not None:
        from scanner.evidence_pack import evidence_pack

        name, pack = evidence_pack(
            workspace, run, measured, inventories, limit=limit, options=words, language=language, settings=settings
        )
        _put(pack, output, workspace.reports / name)
        return
    render = _document(kind, reader)
    report = stored_report(
        workspace, run, inventories, limit=limit, options=words, language=language, settings=settings
    )
    if owner is not None:
        report = for_owner(report, owner)
    name = document_name(report.run.id, FORMATS[kind].suffix, reader, owner)
    _put(render(report, language), output, workspace.reports / name)


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


def _measured(kind: str, measure: str | None, audience: Audience, owner: str | None) -> str | None:
    """The measure to pack; None where a report is asked for. UsageError where the options do not go together."""
    if kind != EVIDENCE:
        if measure is not None:
            raise UsageError("--measure goes with --format evidence", todo="add it, or leave --measure out")
        return None
    if owner is not None or audience != "specialist":
        raise UsageError(
            "--format evidence has no edition for an owner or an audience: it shows the evidence of every host",
            todo="leave --owner and --audience out",
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

"""`eits-scan report`: the report of a run, or of the current state."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from scanner.cli import options
from scanner.errors import UsageError
from scanner.model.base import Lang
from scanner.model.settings import Settings
from scanner.render.formats import AUDIENCES, FORMATS, Audience, Render


@click.command("report")
@click.argument("run", required=False)
@options.inventory
@click.option("--format", "kind", type=click.Choice(list(FORMATS)), default="html", show_default=True)
@click.option(
    "--audience",
    type=click.Choice(AUDIENCES),
    default="specialist",
    show_default=True,
    help="Whom it is for. partner: a list of fixes to do. management: a summary of one or two pages.",
)
@click.option("--owner", metavar="NAME", help="Only this owner's hosts; nothing of any other owner's.")
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
    output: Path | None,
    lang: str,
    home: Path | None,
    settings: Settings,
) -> None:
    """Write the report of RUN (an id, its beginning, or `latest`); without RUN, of the current state.

    The current state is, for every host and check, the newest observation there is, with its age.
    """
    from scanner.assess.edition import for_owner
    from scanner.render.files import document_name, pieces, write
    from scanner.reporting import stored_report
    from scanner.workspace import find

    reader = cast(Audience, audience)
    render = _document(kind, reader)
    language = cast(Lang, lang)
    workspace = find(home)
    words = options.vault(vault_password_file)
    report = stored_report(
        workspace, run, inventories, limit=limit, options=words, language=language, settings=settings
    )
    if owner is not None:
        report = for_owner(report, owner)
    content = render(report, language)
    if output == Path("-"):
        for piece in pieces(content):
            click.echo(piece, nl=False)
        return
    name = document_name(report.run.id, FORMATS[kind].suffix, reader, owner)
    path = output or workspace.reports / name
    write(path, content)
    click.echo(str(path))


def _document(kind: str, audience: Audience) -> Render:
    """What renders this format for this audience. UsageError where the format is the same for every reader."""
    if found := FORMATS[kind].document(audience):
        return found
    several = [name for name, each in FORMATS.items() if each.document(audience)]
    raise UsageError(
        f"--format {kind} has no edition for --audience {audience}",
        todo=f"use --format {' or '.join(several)}, or leave --audience out",
    )

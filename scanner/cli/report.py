"""`eits-scan report`: the report of a run, or of the current state."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from scanner.cli import options
from scanner.model.base import Lang
from scanner.render.formats import FORMATS


@click.command("report")
@click.argument("run", required=False)
@options.inventory
@click.option("--format", "kind", type=click.Choice(list(FORMATS)), default="html", show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="Where it goes. - prints it.",
)
@options.language
@options.home
def command(
    run: str | None,
    inventories: tuple[Path, ...],
    limit: str | None,
    vault_password_file: Path | None,
    kind: str,
    output: Path | None,
    lang: str,
    home: Path | None,
) -> None:
    """Write the report of RUN (an id, its beginning, or `latest`); without RUN, of the current state.

    The current state is, for every host and check, the newest observation there is, with its age.
    """
    from scanner.render.files import write
    from scanner.reporting import stored_report
    from scanner.workspace import find

    language = cast(Lang, lang)
    workspace = find(home)
    words = options.vault(vault_password_file)
    report = stored_report(workspace, run, inventories, limit=limit, options=words, language=language)
    text = FORMATS[kind](report, language)
    if output == Path("-"):
        click.echo(text)
        return
    path = output or workspace.reports / f"{report.run.id}.{kind}"
    write(path, [text])
    click.echo(str(path))

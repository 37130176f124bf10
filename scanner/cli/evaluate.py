"""`eits-scan evaluate`: today's checks on the evidence of an earlier run."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from scanner.cli import options
from scanner.model.base import Lang
from scanner.model.settings import Settings


@click.command("evaluate")
@click.argument("run")
@options.inventory
@options.fail_on
@options.report_language
@options.home
@options.settings
def command(
    run: str,
    inventories: tuple[Path, ...],
    limit: str | None,
    vault_password_file: Path | None,
    fail_on: str,
    lang: str,
    home: Path | None,
    settings: Settings,
) -> None:
    """Judge the evidence of RUN again with today's checks, without touching a host.

    The result is a new assessment beside the earlier ones; what differs is printed. It ends with the exit codes of a
    scan, by what is found now.
    """
    from scanner.cli.outcome import ended
    from scanner.integrity.signature import signed
    from scanner.render.files import write_reports
    from scanner.report_index import write_index
    from scanner.reporting import evaluate_again
    from scanner.workspace import find

    language = cast(Lang, lang)
    workspace = find(home)
    words = options.vault(vault_password_file)
    again = evaluate_again(
        workspace, run, inventories, limit=limit, options=words, language=language, settings=settings
    )
    for pair, before, after in again.differences:
        click.echo(f"{pair[0]} {pair[1]}: {before or 'not judged'} → {after}")
    click.echo(f"differences: {len(again.differences)}")
    for path in write_reports(again.report, workspace.reports, language, settings.report):
        click.echo(str(path))
    of = again.report.run
    write_index(workspace, settings, agency=of.agency, area=of.area, language=language)
    raise SystemExit(ended(again.report, fail_on, signed(workspace, settings.integrity)))

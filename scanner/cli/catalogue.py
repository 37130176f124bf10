"""`eits-scan catalogue`: editions of E-ITS: import, compare, and what checks cover of them."""

from __future__ import annotations

from pathlib import Path

import click

from scanner import resources
from scanner.cli import options
from scanner.cli.options import EDITION
from scanner.model.base import Lang


@click.group("catalogue")
def command() -> None:
    """Import and compare editions of E-ITS, and see what checks cover."""


@command.command("import")
@click.argument("source", default="")
@click.option("--edition", help="Which edition, such as 2026. Default: the newest there, or the one the source names.")
@click.option(
    "--metadata", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="JSON with profiles and ISO codes."
)
@click.option(
    "--facts-only",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write only facts, without texts, to this file.",
)
@options.language
@options.home
def import_(
    source: str, edition: str | None, metadata: Path | None, facts_only: Path | None, lang: Lang, home: Path | None
) -> None:
    """Bring an edition with its texts into the workspace, so that reports show what clauses say.

    SOURCE is the portal's address (default: RIA's), a folder of its saved answers, a saved JSON file, or RIA's
    spreadsheet of measures (.xlsx). Editions live side by side.
    """
    from scanner.content import catalogue as editions
    from scanner.content.catalogue_import.importer import import_edition, known_titles
    from scanner.content.catalogue_import.portal import PORTAL
    from scanner.workspace import find

    workspace = find(home)
    imported = import_edition(
        source or PORTAL,
        edition=edition,
        language=lang,
        texts=facts_only is None,
        extra=metadata,
        module_titles=known_titles(resources.checks()),
    )
    if facts_only is None:
        workspace.make()
    target = facts_only or editions.workspace_path(workspace.home, imported.edition, lang)
    editions.write(imported, target)
    modules, measures = len(imported.modules), len(imported.measures)
    click.echo(f"edition {imported.edition} ({lang}): modules {modules}, measures {measures}, written to {target}")


@command.command()
@click.argument("old")
@click.argument("new")
@options.language
@options.home
def diff(old: str, new: str, lang: Lang, home: Path | None) -> None:
    """Show what changed between two editions and which coverage entries that touches."""
    from scanner.assess.catalogue_diff import diff as compare
    from scanner.content import catalogue as editions
    from scanner.content.coverage import folder, load_coverage
    from scanner.workspace import find

    workspace = find(home).home
    a, b = (editions.load(name, checks=resources.checks(), workspace=workspace, language=lang) for name in (old, new))
    covered = [
        coverage
        for each in (a, b)
        for coverage in load_coverage(folder(resources.checks(), each.edition), each, ()).coverage.values()
    ]
    found = compare(a, b, covered)
    _block("added", found.added)
    _block("removed", found.removed)
    _block("another level", [f"{each.code}: {each.old} → {each.new}" for each in found.relevelled])
    _block(
        "other marks",
        [f"{each.code}: {''.join(each.old) or '–'} → {''.join(each.new) or '–'}" for each in found.remarked],
    )
    _block("another title", [f"{each.code}: {each.old} → {each.new}" for each in found.retitled])
    _block("other letters", [f"{each.code}: {''.join(each.old)} → {''.join(each.new)}" for each in found.relettered])
    _block("reworded", [f"{each.code}: {', '.join(each.letters)}" for each in found.reworded])
    touched = [
        f"{each.clause}: {each.why}" + (f" to {each.moved_to}" if each.moved_to else "") for each in found.touched
    ]
    _block("coverage entries to read again", touched)
    if not found.wording_compared:
        click.echo("The editions are in different languages: wording was not compared.")


@command.command()
@click.option("--edition", default=EDITION, show_default=True)
@click.option("--all", "every", is_flag=True, help="Also modules without any coverage file.")
@options.home
def coverage(edition: str, every: bool, home: Path | None) -> None:
    """Print, per module, how many clauses checks, attestations, documents or nobody answers."""
    from rich.console import Console
    from rich.table import Table

    from scanner.assess.coverage_summary import Answer, summarise
    from scanner.content.library import load_library
    from scanner.workspace import find

    library = load_library(edition, workspace=find(home).home)
    table = Table(title=f"E-ITS {edition}: clauses by what answers them")
    for name in ("module", "clauses", *(answer.value for answer in Answer)):
        table.add_column(name, justify="left" if name == "module" else "right")
    for row in summarise(library.catalogue, library.coverage):
        if every or row.module in library.coverage:
            counts = (str(row.by_answer[answer]) for answer in Answer)
            table.add_row(f"{row.module} {row.title}", str(row.clauses), *counts)
    Console().print(table)


def _block(title: str, rows: tuple[str, ...] | list[str]) -> None:
    click.echo(f"{title}: {len(rows)}")
    for row in rows:
        click.echo(f"  {row}")

"""`eits-scan init`: makes a workspace to start from."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from scanner import resources
from scanner.content.settings import FILE
from scanner.content.settings_page import example
from scanner.errors import UsageError
from scanner.workspace import Workspace


@click.command("init")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
def command(directory: Path) -> None:
    """Make a workspace in DIRECTORY with an example inventory and example settings to edit.

    Nothing that is there already is overwritten.
    """
    inventory = directory / "inventory"
    if inventory.exists():
        raise UsageError("there is an inventory already; it is left as it is", where=str(inventory))
    workspace = Workspace(directory.absolute())
    workspace.make()
    shutil.copytree(resources.example_inventory(), inventory)
    settings = directory / FILE
    if not settings.exists():
        settings.write_text(example(), encoding="utf-8")
    click.echo(f"made {workspace.home}")
    click.echo(f"1. name your hosts in {inventory / 'hosts.yml'} and what they are in {inventory / 'targets.yaml'}")
    click.echo(f"2. read {settings}: what documents are marked with, deadlines, formats")
    click.echo(f"3. eits-scan inventory list -i {inventory}")
    click.echo(f"4. eits-scan scan -i {inventory} --home {workspace.home}")

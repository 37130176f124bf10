"""`eits-scan init`: makes a workspace to start from."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from scanner import resources
from scanner.errors import UsageError
from scanner.workspace import Workspace


@click.command("init")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
def command(directory: Path) -> None:
    """Make a workspace in DIRECTORY with an example inventory to edit.

    Nothing that is there already is overwritten.
    """
    inventory = directory / "inventory"
    if inventory.exists():
        raise UsageError("there is an inventory already; it is left as it is", where=str(inventory))
    workspace = Workspace(directory.absolute())
    workspace.make()
    shutil.copytree(resources.example_inventory(), inventory)
    click.echo(f"made {workspace.home}")
    click.echo(f"1. name your hosts in {inventory / 'hosts.yml'} and what they are in {inventory / 'targets.yaml'}")
    click.echo(f"2. eits-scan inventory list -i {inventory}")
    click.echo(f"3. eits-scan scan -i {inventory} --home {workspace.home}")

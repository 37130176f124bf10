"""`eits-scan init`: makes a workspace to start from."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from scanner import resources
from scanner.cli import options
from scanner.cli.schedule import advice, cron, systemd
from scanner.content.settings import FILE
from scanner.content.settings_page import example
from scanner.errors import UsageError
from scanner.workspace import Workspace


@click.command("init")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--schedule",
    type=click.Choice(["systemd", "cron"]),
    help="Write the files that run `eits-scan nightly` there, too; for a workspace that is there already, these alone.",
)
def command(directory: Path, schedule: str | None) -> None:
    """Make a workspace in DIRECTORY with an example inventory and example settings to edit.

    Nothing that is there already is overwritten.
    """
    inventory = directory / "inventory"
    workspace = Workspace(directory.absolute())
    if not inventory.exists():
        _make(workspace, inventory, directory / FILE)
    elif schedule is None:
        raise UsageError("there is an inventory already; it is left as it is", where=str(inventory))
    if schedule is not None:
        _schedule(schedule, workspace.home, inventory)


def _make(workspace: Workspace, inventory: Path, settings: Path) -> None:
    workspace.make()
    shutil.copytree(resources.example_inventory(), inventory)
    if not settings.exists():
        settings.write_text(example(), encoding="utf-8")
    click.echo(f"made {workspace.home}")
    click.echo(f"1. name your hosts in {inventory / 'hosts.yml'} and what they are in {inventory / 'targets.yaml'}")
    click.echo(f"2. read {settings}: what documents are marked with, deadlines, formats")
    click.echo(f"3. eits-scan inventory list -i {inventory}")
    click.echo(f"4. eits-scan scan -i {inventory} --home {workspace.home}")


def _schedule(kind: str, home: Path, inventory: Path) -> None:
    """The files go into the workspace, not where they work: that takes root, and is the administrator's decision."""
    _, settings = options.site(None, (inventory,), home)
    if not str(home).isprintable():
        raise UsageError("the workspace's path holds characters that no schedule can name", where=str(home))
    files = systemd(home, settings) if kind == "systemd" else cron(home)
    folder = home / "schedule"
    folder.mkdir(mode=0o700, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
        click.echo(f"wrote {folder / name}")
    if home.owner() == "root":
        click.echo("the nights will run as root: better give the workspace to an account of its own (chown -R)")
    for line in advice(kind, folder):
        click.echo(line)

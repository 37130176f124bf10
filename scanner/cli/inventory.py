"""`eits-scan inventory`: which hosts a scan would visit."""

from __future__ import annotations

from pathlib import Path

import click

from scanner.cli import options
from scanner.errors import printable


@click.group("inventory")
def command() -> None:
    """Show the hosts a scan would visit."""


@command.command("list")
@options.inventory
def list_(inventories: tuple[Path, ...], limit: str | None, vault_password_file: Path | None) -> None:
    """Print each host with its address, owner and groups. Nothing is connected to."""
    from scanner.inventory import read

    found = read(inventories, limit=limit, options=options.vault(vault_password_file))
    for each in found.hosts:
        host = each.host
        row = f"{host.name:30} {each.address:25} {host.owner:20} {', '.join(host.groups)}"
        click.echo(printable(row).rstrip())
    click.echo(f"hosts: {len(found.hosts)}", err=True)

"""`eits-scan inventory`: which hosts a scan would visit, whether it could, and whether they are the ones meant."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli import options
from scanner.errors import ExitCode, UsageError, printable

if TYPE_CHECKING:
    from scanner.preflight.connections import Connection
    from scanner.preflight.trust import HostKeys

_forks = click.option(
    "--forks", type=click.IntRange(1, 500), default=20, show_default=True, help="Hosts tried at a time."
)
_timeout = click.option(
    "--timeout", type=click.IntRange(1, 300), default=15, show_default=True, help="Seconds for each step of a host."
)


@click.group("inventory")
def command() -> None:
    """Show the hosts a scan would visit, try to reach them, and trust their keys."""


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


@command.command("preflight")
@options.inventory
@_forks
@_timeout
@click.option("--json", "as_json", is_flag=True, help="Print JSON (eits-scan/preflight/1) instead of lines.")
def preflight_(
    inventories: tuple[Path, ...],
    limit: str | None,
    vault_password_file: Path | None,
    forks: int,
    timeout: int,
    as_json: bool,
) -> None:
    """Try to reach each host as a scan would, and say at which step that fails, why, and what to do.

    Nothing is changed on the hosts: two commands show that there is a shell and that it becomes root.

    Exit code 0: all hosts are ready. 4: some are not. 5: none is.
    """
    from scanner.preflight import shown
    from scanner.preflight.examine import preflight
    from scanner.preflight.readiness import State

    connections = _connections(inventories, limit, vault_password_file)
    hosts = tuple(preflight(connections, forks=forks, seconds=timeout))
    if as_json:
        click.echo(json.dumps(shown.document(hosts), indent=2))
    else:
        shown.show(hosts)
    click.echo(shown.summary(hosts), err=True)
    raise SystemExit(_exit_code(each.state is State.READY for each in hosts))


@command.command("trust")
@options.inventory
@_forks
@_timeout
@click.option(
    "--fingerprints",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Lines `HOST SHA256:…` from the hosts' consoles, or lines of known_hosts, to compare with.",
)
@click.option("--yes", is_flag=True, help="Do not ask: write the keys that --fingerprints confirms, and no other.")
def trust_(
    inventories: tuple[Path, ...],
    limit: str | None,
    vault_password_file: Path | None,
    forks: int,
    timeout: int,
    fingerprints: Path | None,
    yes: bool,
) -> None:
    """Show the hosts' keys, compare them, and write confirmed ones into the known_hosts file that a scan reads.

    A key that differs from the trusted one is never written: remove the old line by hand, once you know why.

    Exit code 0: all hosts are trusted. 4: some are not. 5: none is.
    """
    from scanner.preflight import shown
    from scanner.preflight.fingerprints import Fingerprints, read
    from scanner.preflight.trust import fetch

    if yes and fingerprints is None:
        raise UsageError("--yes needs --fingerprints", todo="a key is accepted by a person or by a list")
    listed = read(fingerprints) if fingerprints else Fingerprints()
    hosts = list(fetch(_connections(inventories, limit, vault_password_file), listed, forks=forks, seconds=timeout))
    trusted = []
    for each in hosts:
        for line in shown.key_lines(each):
            click.echo(line)
        if each.speaks_ssh:
            trusted.append(_accepted(each, yes=yes) or each.trusted)
    click.echo(f"hosts: {len(hosts)}; trusted: {sum(trusted)} of {len(trusted)} reached by SSH", err=True)
    raise SystemExit(_exit_code(trusted) if trusted else ExitCode.OK)


def _connections(
    inventories: Sequence[Path], limit: str | None, vault_password_file: Path | None
) -> tuple[Connection, ...]:
    """The inventory's problems come first, with file and line."""
    from scanner import inventory
    from scanner.preflight import connections

    vault = options.vault(vault_password_file)
    inventory.read(inventories, limit=limit, options=vault)
    return connections.read(inventories, limit=limit, options=vault)


def _accepted(keys: HostKeys, *, yes: bool) -> bool:
    """True when keys of the host were written, or another host's writing has covered them."""
    from scanner.preflight.trust import accept

    chosen = keys.addable(confirmed=yes)
    if not chosen or (keys.trusted and not yes):
        return False
    if not yes and not sys.stdin.isatty():
        click.echo(printable(f"{keys.host}: not written; nobody can be asked here"), err=True)
        return False
    if not yes and not click.confirm(printable(f"{keys.host}: are these the host's own keys?"), default=False):
        return False
    if file := accept(keys, chosen):
        click.echo(printable(f"{keys.host}: {len(chosen)} written to {file}"))
    return True


def _exit_code(good: Iterable[bool]) -> ExitCode:
    answers = tuple(good)
    return ExitCode.OK if all(answers) else ExitCode.UNSEEN if any(answers) else ExitCode.NOTHING

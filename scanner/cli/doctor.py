"""`eits-scan doctor`: what this machine, the workspace and the settings lack."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import click

from scanner.cli import options
from scanner.errors import EitsError, InvalidError, Problem, printable
from scanner.model.settings import ReportSettings, Settings

SMALLEST_FREE = 200 * 1024 * 1024
"""Bytes. A night of evidence of a few hundred hosts is some 10 MB; below this a run may fill the disk."""


@click.command("doctor")
@click.option(
    "-i",
    "--inventory",
    "inventories",
    multiple=True,
    type=click.Path(path_type=Path),
    help="The inventory whose settings and targets.yaml are read. Default: the folder inventory of the workspace.",
)
@options.home
@options.settings_file
def command(inventories: tuple[Path, ...], home: Path | None, settings_file: Path | None) -> None:
    """Look at this machine, the workspace and the settings and say what is missing or wrong."""
    problems = [
        *_programs(),
        *_workspace(home),
        *_content(home),
        *_settings(settings_file, inventories or _own_inventory(home), home),
    ]
    if problems:
        raise InvalidError.of(problems)
    click.echo("nothing is missing")


def _programs() -> Iterator[Problem]:
    from scanner import ansible_env

    for name in ("ansible-playbook", "ansible-inventory"):
        if not Path(ansible_env.program(name)).exists():
            yield Problem(f"{name} is not installed beside eits-scan", todo="install eits-scanner again")
    if shutil.which("ssh") is None:
        yield Problem("the program ssh is missing", todo="install the package openssh-client")
    else:
        yield from _trust()


def _trust() -> Iterator[Problem]:
    """A scan always checks host keys; ssh's configuration may say that more than known_hosts vouches for them."""
    from scanner.preflight.client import trusts_more
    from scanner.preflight.readiness import StumbleError

    try:
        for setting in trusts_more():
            click.echo(printable(f"host keys: ssh also trusts those that {setting} vouches for"))
    except StumbleError as error:
        yield Problem(f"ssh cannot read its configuration: {error.detail}", todo=error.todo)


def _workspace(home: Path | None) -> Iterator[Problem]:
    from scanner.workspace import find

    folder = find(home).home
    if not folder.exists():
        return
    mode = folder.stat().st_mode & 0o777
    if mode & 0o077:
        yield Problem(f"others may read the workspace (mode {mode:04o})", str(folder), f"chmod 700 {folder}")
    if not os.access(folder, os.W_OK):
        yield Problem("the workspace cannot be written", str(folder), "run as the account that owns it")
    free = shutil.disk_usage(folder).free
    if free < SMALLEST_FREE:
        yield Problem(f"only {free // 1024 // 1024} MB are free", str(folder), "make room before the next run")


def _content(home: Path | None) -> Iterator[Problem]:
    from scanner.content.library import load_library
    from scanner.workspace import find

    try:
        load_library(options.EDITION, workspace=find(home).home)
    except EitsError as error:
        yield from error.problems


def _own_inventory(home: Path | None) -> tuple[Path, ...]:
    """The one that `eits-scan init` made, if there is one."""
    from scanner.workspace import find

    folder = find(home).home / "inventory"
    return (folder,) if folder.is_dir() else ()


def _settings(file: Path | None, inventories: tuple[Path, ...], home: Path | None) -> Iterator[Problem]:
    from scanner.content.targets import FILE, find_beside, read_targets

    try:
        path, settings = options.site(file, inventories, home)
    except EitsError as error:
        yield from error.problems
        return
    click.echo(printable(f"settings: {path or 'the defaults, for there is no eits-scan.toml'}"))
    yield from _unwritten(settings.report, path)
    yield from _unattended(settings)
    if not settings.marking.enabled or settings.marking.agency or not inventories:
        return
    try:
        targets = find_beside(inventories, FILE)
        agency = read_targets(targets).scope.agency
    except EitsError as error:
        yield from error.problems
        return
    if not agency:
        message = "the marking of documents is incomplete: it does not name the holder of the information"
        yield Problem(
            message, str(targets or inventories[0]), f"say agency: … in {FILE}, or marking.agency in settings"
        )


def _unattended(settings: Settings) -> Iterator[Problem]:
    """What nights need. A password in the environment is left out: it is that of the service, not of this shell."""
    from scanner.notify.secret import secret

    for name, file in (("metrics.file", settings.metrics.file), ("nightly.log", settings.nightly.log)):
        if file and not os.access(folder := Path(file).parent, os.W_OK):
            todo = "make it, and let the account that runs the nights write it"
            yield Problem(f"{name}: the folder is not there or cannot be written", str(folder), todo)
    mail, webhook = settings.mail, settings.webhook
    try:
        if mail.password_file or mail.password_command:
            secret("the mail password", file=mail.password_file, command=mail.password_command)
        if webhook.token_file:
            secret("the webhook's token", file=webhook.token_file)
    except EitsError as error:
        yield from error.problems


def _unwritten(wanted: ReportSettings, path: Path | None) -> Iterator[Problem]:
    from scanner.render.formats import FORMATS

    for audience in wanted.audiences:
        if not any(FORMATS[name].document(audience) for name in wanted.formats):
            having = ", ".join(name for name, each in FORMATS.items() if each.document(audience))
            message = f"none of report.formats has a document for {audience}, so none is written"
            yield Problem(message, str(path or ""), f"add one of: {having}")

"""`eits-scan doctor`: what this machine and the workspace lack."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import click

from scanner.cli import options
from scanner.errors import EitsError, InvalidError, Problem

SMALLEST_FREE = 200 * 1024 * 1024
"""Bytes. A night of evidence of a few hundred hosts is some 10 MB; below this a run may fill the disk."""


@click.command("doctor")
@options.home
def command(home: Path | None) -> None:
    """Look at this machine and the workspace and say what is missing."""
    problems = [*_programs(), *_workspace(home), *_content(home)]
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

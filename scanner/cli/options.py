"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

EDITION = "2024"
"""The edition of E-ITS used where a site says nothing else."""
F = TypeVar("F", bound=Callable[..., Any])

home = click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="The workspace: history, evidence, reports. Default: EITS_HOME, or var in a checkout, or ./eits-scan.",
)
language = click.option(
    "--lang", type=click.Choice(["et", "en"]), default="et", show_default=True, help="Language of the report."
)
fail_on = click.option(
    "--fail-on",
    type=click.Choice(["low", "medium", "high", "critical", "never"]),
    default="low",
    show_default=True,
    help="From which severity a gap gives exit code 1.",
)


def inventory(command: F) -> F:
    """The options that name hosts."""
    for option in (
        click.option(
            "--vault-password-file",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="File with the password of Ansible Vault values in the inventory.",
        ),
        click.option("-l", "--limit", metavar="PATTERN", help="Only these hosts or groups (an Ansible pattern)."),
        click.option(
            "-i",
            "--inventory",
            "inventories",
            multiple=True,
            required=True,
            type=click.Path(path_type=Path),
            help="Ansible inventory: file, folder or script. May be given several times.",
        ),
    ):
        command = option(command)
    return command


def vault(file: Path | None) -> list[str]:
    """The words Ansible needs to open the vault."""
    return ["--vault-password-file", str(file)] if file else []

"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from scanner.model.settings import Settings

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
report_language = click.option(
    "--lang", type=click.Choice(["et", "en"]), help="Language of the report. Default: report.language of the settings."
)
settings_file = click.option(
    "--settings",
    "settings_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The settings. Default: eits-scan.toml beside or above the first inventory, or in the workspace.",
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


def settings(command: F) -> F:
    """The option `--settings`. The command gets `settings` as read, and `lang` from there where it was not given."""

    @settings_file
    @wraps(command)
    def with_settings(*, settings_file: Path | None, **given: Any) -> Any:
        _, read = site(settings_file, given.get("inventories", ()), given["home"])
        if "lang" in given and given["lang"] is None:
            given["lang"] = read.report.language
        return command(**given, settings=read)

    return with_settings  # type: ignore[return-value]  # it takes one option more, and gives it as another argument


def site(file: Path | None, inventories: Sequence[Path], home: Path | None) -> tuple[Path | None, Settings]:
    """The settings file that counts, if there is one, and what it says."""
    from scanner.content.settings import find as find_settings
    from scanner.content.settings import read
    from scanner.render.formats import FORMATS
    from scanner.workspace import find

    path = file or find_settings(inventories, find(home).home)
    return path, read(path, FORMATS)


def vault(file: Path | None) -> list[str]:
    """The words Ansible needs to open the vault."""
    return ["--vault-password-file", str(file)] if file else []

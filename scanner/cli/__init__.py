"""The command line: options in, exit code out. Commands load when they are called, so that starting is quick."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from scanner import __version__

_COMMANDS = {
    "init": "Make a workspace: settings, an example inventory and target objects.",
    "doctor": "Look at this machine, the workspace and the settings and say what is missing or wrong.",
    "inventory": "Show the hosts a scan would visit, try to reach them, and trust their keys.",
    "scan": "Scan hosts and write the gap report.",
    "evaluate": "Judge the evidence of an earlier run with today's checks.",
    "report": "Write the report of a run, or of the current state.",
    "waivers": "List, check and begin waivers: decisions to leave a gap as it is.",
    "attestations": "List and check what people state about clauses, and what waits for an answer.",
    "plan": "Show the action plan, and read an edited workbook back into it.",
    "nightly": "A whole night for cron and systemd: scan, reports, digest, metrics.",
    "runs": "List earlier runs and compare them.",
    "checks": "List, explain, and check the checks.",
    "catalogue": "Import and compare editions of E-ITS, and see what checks cover.",
}


class LazyGroup(click.Group):
    """A group whose commands are imported only when they run; their one-line help is known beforehand."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command: Any = import_module(f"scanner.cli.{cmd_name}").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="eits-scan", message="%(prog)s %(version)s")
def root() -> None:
    """Check servers against E-ITS and write the gap report.

    A scan only reads: it opens one connection to each host of an Ansible inventory, reads settings with one shell
    script, and changes nothing. What could not be seen is said and is never a pass.

    \b
    Exit codes: 0 no gap · 1 gaps found · 2 wrong usage · 3 invalid content or inventory
    4 something could not be seen · 5 nothing to scan · 6 another run is going on · 70 a bug
    130 interrupted by Ctrl-C (a scan keeps what it has and ends with 4 or 1; a second Ctrl-C interrupts it too)
    """

"""`eits-scan scan`: options in, exit code out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import click
import yaml

from scanner.cli import options
from scanner.errors import UsageError
from scanner.model.base import Lang
from scanner.model.settings import Settings


@click.command("scan")
@options.inventory
@click.option("--check", "checks", multiple=True, metavar="ID", help="Only this check. May be given several times.")
@click.option("--measure", "measures", multiple=True, metavar="CODE", help="Only checks of this measure or clause.")
@click.option("--set", "values", multiple=True, metavar="ID.PARAM=VALUE", help="A parameter of a check, as YAML.")
@click.option("--forks", type=click.IntRange(1, 500), default=20, show_default=True, help="Hosts asked at a time.")
@click.option("--host-timeout", type=click.IntRange(10, 3600), default=180, show_default=True, help="Seconds per host.")
@click.option("--resume", metavar="RUN", help="Ask only the hosts that this run did not get to (an id, or latest).")
@options.fail_on
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Where the HTML report goes.")
@options.report_language
@options.home
@options.settings
def command(
    inventories: tuple[Path, ...],
    limit: str | None,
    vault_password_file: Path | None,
    checks: tuple[str, ...],
    measures: tuple[str, ...],
    values: tuple[str, ...],
    forks: int,
    host_timeout: int,
    resume: str | None,
    fail_on: str,
    output: Path | None,
    lang: str,
    home: Path | None,
    settings: Settings,
) -> None:
    """Scan the hosts of an inventory and write the gap report.

    Exit code 0 means that nothing at or above --fail-on was found and everything was seen.
    """
    from scanner.cli.outcome import ended
    from scanner.cli.progress import Progress
    from scanner.collect.ansible import Limits, stopping
    from scanner.integrity.signature import signed
    from scanner.render import pdf, terminal
    from scanner.render.files import write_reports
    from scanner.report_index import write_index
    from scanner.resume import rest_of
    from scanner.scan import Request, scan
    from scanner.workspace import find

    _names_a_page(output)
    if "pdf" in settings.report.formats:
        pdf.weasyprint()  # better known before the scan than after it
    language = cast(Lang, lang)
    workspace = find(home)
    request = Request(
        inventories=inventories,
        limit=limit,
        checks=checks,
        measures=measures,
        params=_parameters(values),
        options=options.vault(vault_password_file),
        limits=Limits(forks=forks, seconds=host_timeout),
        language=language,
        settings=settings,
    )
    if resume is not None:
        if limit or checks or measures or values:
            raise UsageError(
                "--resume asks what the run it goes on with asked", todo="leave --limit, --check, --measure, --set out"
            )
        request = rest_of(request, workspace, resume)
    with stopping() as stop, Progress() as progress:
        report = scan(request, workspace, stop, progress.watch)
    written = write_reports(report, workspace.reports, language, settings.report, output)
    write_index(workspace, settings, agency=report.run.agency, area=report.run.area, language=language)
    terminal.show(report, language)
    for path in written:
        click.echo(str(path))
        if settings.report.url and not output:
            click.echo(f"{settings.report.url}/{path.name}")
    raise SystemExit(ended(report, fail_on, signed(workspace, settings.integrity)))


def _names_a_page(output: Path | None) -> None:
    """`-o report.json` asks for what -o does not do: the JSON is written beside the HTML report, under its name."""
    if output is not None and output.suffix.lower() not in (".html", ".htm"):
        raise UsageError(
            f"-o names the HTML report, and {output.name} does not end in .html or .htm",
            todo=f"-o {output.with_suffix('.html')}: the JSON is written beside it as {output.stem}.json",
        )


def _parameters(values: Iterable[str]) -> dict[str, dict[str, Any]]:
    """`linux-sshd-max-auth-tries.max=6` as values by check id and name."""
    found: dict[str, dict[str, Any]] = {}
    for setting in values:
        name, equals, text = setting.partition("=")
        check, dot, parameter = name.rpartition(".")
        if not (equals and dot and check and parameter):
            raise UsageError(f"--set {setting!r} is not ID.PARAM=VALUE", todo="such as linux-sshd-max-auth-tries.max=4")
        try:
            found.setdefault(check, {})[parameter] = yaml.safe_load(text)
        except yaml.YAMLError:
            raise UsageError(f"--set {setting!r}: the value is not YAML", todo="put it in quotes") from None
    return found

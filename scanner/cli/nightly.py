"""`eits-scan nightly`: a whole night for cron and systemd."""

from __future__ import annotations

import json
import logging
import os
from datetime import datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any

import click

from scanner.cli import options
from scanner.errors import ExitCode, InvalidError, printable
from scanner.model.settings import Settings


@click.command("nightly")
@options.inventory
@click.option("--forks", type=click.IntRange(1, 500), default=20, show_default=True, help="Hosts asked at a time.")
@click.option("--host-timeout", type=click.IntRange(10, 3600), default=180, show_default=True, help="Seconds per host.")
@click.option("--resume", metavar="RUN", help="Go on with a run that broke off (an id, or latest).")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@options.home
@options.settings
def command(
    inventories: tuple[Path, ...],
    limit: str | None,
    vault_password_file: Path | None,
    forks: int,
    host_timeout: int,
    resume: str | None,
    log_format: str,
    home: Path | None,
    settings: Settings,
) -> None:
    """Scan, write the reports, tell what changed, and keep the numbers of the night; for cron and systemd.

    \b
    Exit codes: 0 the night was complete, gaps or not · 2 wrong usage · 3 invalid settings
    4 too little was seen (nightly.min_complete), the night was stopped, or a step failed
    6 another night or scan is going on · 70 a bug

    SIGTERM and nightly.time_limit end the asking: what was collected is judged, kept, reported and told; exit code 4.
    """
    from scanner.collect.ansible import Limits, stopping
    from scanner.nightly import nightly
    from scanner.scan import Request
    from scanner.workspace import find

    os.umask(0o077)
    _log(log_format, settings.nightly.log)
    request = Request(
        inventories=inventories,
        limit=limit,
        options=options.vault(vault_password_file),
        limits=Limits(forks=forks, seconds=host_timeout),
        language=settings.report.language,
        settings=settings,
    )
    with stopping() as stop:
        night = nightly(request, find(home), stop, resume)
    raise SystemExit(ExitCode.OK if night.complete else ExitCode.UNSEEN)


def _log(kind: str, file: str) -> None:
    """To stderr for the journal and for cron, and to a file, which is opened anew when logrotate has moved it."""
    handlers: list[logging.Handler] = [logging.StreamHandler()]
    if file:
        try:
            handlers.append(WatchedFileHandler(file, encoding="utf-8"))
        except OSError as error:
            raise InvalidError(
                f"the log cannot be written: {error.strerror}", where=file, todo="see nightly.log in the settings"
            ) from error
    for handler in handlers:
        handler.setFormatter(_Json() if kind == "json" else _Line())
    log = logging.getLogger("eits-scan")
    log.handlers, log.propagate = handlers, False
    log.setLevel(logging.INFO)


class _Line(logging.Formatter):
    """`2026-11-24T02:00:00+02:00 INFO scan: done`; every entry is one line, whatever it holds."""

    def format(self, record: logging.LogRecord) -> str:
        trace = f" {self.formatException(record.exc_info)}" if record.exc_info else ""
        return printable(f"{_moment(record)} {record.levelname} {record.getMessage()}{trace}")


class _Json(logging.Formatter):
    """One JSON object a line: time, level, message, and of a step its name, outcome and seconds."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {"time": _moment(record), "level": record.levelname, "message": record.getMessage()}
        entry |= {name: getattr(record, name) for name in ("step", "outcome", "seconds") if hasattr(record, name)}
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return json.dumps(entry)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="seconds")

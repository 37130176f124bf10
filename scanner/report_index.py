"""Keeps `index.html` of the folder of reports: every run in numbers, with links to the files there are."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from scanner.assess.marking import marking
from scanner.model.base import Lang
from scanner.model.settings import Settings
from scanner.render.files import write
from scanner.render.index import render
from scanner.render.say import ZONE, Say
from scanner.render.view.index import index
from scanner.store.overview import overview
from scanner.workspace import Workspace

NAME = "index.html"


def write_index(workspace: Workspace, settings: Settings, *, agency: str, area: str, language: Lang) -> Path | None:
    """Make the page anew from the history and the files of the folder; None where there is no run to list.

    Whole or not at all, readable by its owner only. Raises UnseenError where it cannot be written.
    """
    runs = overview(workspace.store)
    if not runs:
        return None
    newest = runs[0].run.finished.astimezone(ZoneInfo(ZONE)).date()
    folder = workspace.reports
    files = (each.name for each in folder.iterdir()) if folder.is_dir() else ()
    page = index(
        runs,
        [name for name in files if not name.startswith(".")],
        Say(language),
        marking=marking(settings.marking, agency, newest),
        agency=agency,
        area=area,
        updated=datetime.now(UTC),
    )
    write(folder / NAME, render(page, language))
    return folder / NAME

"""The page over all runs, `index.html` in the folder of reports: made anew after each scan and report."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.base import Lang
from scanner.render.html import page_parts
from scanner.render.view.index import Index


def render(page: Index, lang: Lang = "et") -> Iterator[str]:
    """The whole page in pieces. It needs no script and works from any folder: its links are names of files."""
    return page_parts("index.html.j2", page.marking, lang, style="index.css", page=page, report=page, run=page)

"""The IT partner's work list as a page of its own. With `--owner` it has that owner's hosts only."""

from __future__ import annotations

from scanner.model.base import Lang
from scanner.model.report import Report
from scanner.render import html
from scanner.render.say import Say
from scanner.render.view import partner as view


def render(report: Report, lang: Lang = "et") -> str:
    """The whole page as text."""
    page = view.work_list(report, Say(lang))
    return html.document("partner.html.j2", report, lang, style="partner.css", page=page)

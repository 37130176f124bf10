"""The management summary as a page of its own: one or two sheets of A4, no script."""

from __future__ import annotations

from scanner.model.base import Lang
from scanner.model.report import Report
from scanner.render import html
from scanner.render.say import Say
from scanner.render.view import management as view


def render(report: Report, lang: Lang = "et") -> str:
    """The whole page as text."""
    page = view.management(report, Say(lang))
    return html.document("management.html.j2", report, lang, style="management.css", scripts=(), page=page)

"""The acceptance report as a page of its own: one to three sheets of A4, no script."""

from __future__ import annotations

from scanner.model.base import Lang
from scanner.model.report import Report
from scanner.render import html
from scanner.render.say import Say
from scanner.render.view import acceptance as view


def render(report: Report, lang: Lang = "et") -> str:
    """The whole page as text, of a report narrowed to what is to be accepted."""
    page = view.acceptance_page(report, Say(lang))
    return html.document("acceptance.html.j2", report, lang, style="acceptance.css", scripts=(), page=page)

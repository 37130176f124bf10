"""The documents as PDF through WeasyPrint: A4, marking and page number on every page, everything unfolded."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from scanner import resources
from scanner.errors import UsageError
from scanner.model.base import Lang
from scanner.model.report import Report
from scanner.render import acceptance as acceptance_page
from scanner.render import html, json
from scanner.render import management as management_page
from scanner.render import partner as partner_page

_TODO = (
    "install it where eits-scan is installed: pip install 'weasyprint>=68', and its libraries (Debian, Ubuntu: apt-get "
    "install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; RHEL, SLES: pango); or print the HTML from a browser"
)


def weasyprint() -> Any:
    """The library, which is optional. UsageError that says what to install where it or what it stands on is missing."""
    # It warns of every property of screens that it skips.
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        import weasyprint as library
    except (ImportError, OSError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UsageError(f"--format pdf needs WeasyPrint, which cannot be loaded: {reason}", todo=_TODO) from error
    return library


def made(markup: str, identifier: str) -> bytes:
    """A page as PDF. It fetches nothing; on one machine the same page gives the same bytes."""
    library = weasyprint()
    nothing = library.URLFetcher(allowed_protocols=(), allow_redirects=False)
    markup = markup.replace("</head>", f"<style>{_asset('pdf.css')}</style></head>", 1)
    document = library.HTML(string=filled(markup), url_fetcher=nothing, media_type="print")
    written: bytes = document.write_pdf(pdf_identifier=identifier.encode(), pdf_tags=True)
    return written


def _pdf(page: Callable[[Report, Lang], str], report: Report, lang: Lang = "et") -> bytes:
    return made(page(report, lang), json.digest(report))


def filled(markup: str) -> str:
    """Colours as attributes in the drawings, which the styles of the page do not reach in WeasyPrint."""
    css = _asset("report.css")
    colours = dict(re.findall(r"(--[\w-]+): (#\w+)", css))  # the last ones are those of print
    fills = {
        name: colours[colour]
        for selectors, colour in re.findall(r"([^{}]*)\{[^{}]*fill: var\((--[\w-]+)\)", css)
        for name in re.findall(r"\.((?:bar|sev)-\w+)", selectors)
    }
    return re.sub(
        r'<rect class="([\w-]+)"',
        lambda drawn: f'{drawn[0]} fill="{fills[drawn[1]]}"' if drawn[1] in fills else drawn[0],
        markup,
    )


def _asset(name: str) -> str:
    return (resources.reports() / "assets" / name).read_text(encoding="utf-8")


specialist = partial(_pdf, html.render)
partner = partial(_pdf, partner_page.render)
management = partial(_pdf, management_page.render)
acceptance = partial(_pdf, acceptance_page.render)

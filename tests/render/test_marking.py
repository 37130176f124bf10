"""The access restriction stands on every page, in every language and format."""

from __future__ import annotations

import json as plain_json
import re
from html import unescape
from io import StringIO

import pytest
from rich.console import Console

from scanner.model.base import Lang
from scanner.model.report import Report
from scanner.render import html, terminal
from scanner.render.files import pieces
from scanner.render.formats import AUDIENCES, FORMATS, Audience
from tests.render import sample

SAID: dict[Lang, tuple[str, ...]] = {
    "et": (
        "ASUTUSESISESEKS KASUTAMISEKS (AK)",
        "Näidisvalla Valitsus",
        "Märge tehtud: 22.11.2026",
        "Juurdepääsupiirang kehtib kuni: 22.11.2031",
        "Alus: AvTS § 35 lg 1 p 9",
    ),
    "en": (
        "ASUTUSESISESEKS KASUTAMISEKS (AK)",
        "Näidisvalla Valitsus",
        "Marked on: 22.11.2026",
        "Access restricted until: 22.11.2031",
        "Basis: AvTS § 35 lg 1 p 9",
    ),
}
LANGUAGES: tuple[Lang, ...] = ("et", "en")
PAGES = [audience for audience in AUDIENCES if FORMATS["html"].document(audience)]


def without_agency() -> Report:
    report = sample.green()
    assert report.marking
    return report.model_copy(update={"marking": report.marking.model_copy(update={"agency": ""})})


def page(report: Report, audience: Audience, lang: Lang) -> str:
    document = FORMATS["html"].document(audience)
    assert document
    return b"".join(pieces(document(report, lang))).decode()


def block(markup: str) -> str:
    """The marking as it stands at the top of the page."""
    return words(markup[markup.index('<p class="marking">') :].partition("</p>")[0])


def words(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def running(markup: str) -> str:
    """What is printed on top of each page of paper."""
    found = re.search(r'@top-right \{ content: "((?:\\[0-9a-f]{6})*)"', markup)
    assert found
    return "".join(chr(int(code, 16)) for code in found[1].split("\\")[1:])


def printed(report: Report, lang: Lang) -> list[str]:
    out = StringIO()
    terminal.show(report, lang, Console(file=out, width=400, highlight=False, markup=False, emoji=False))
    return out.getvalue().splitlines()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("audience", PAGES)
def test_every_page_shows_the_whole_marking_and_prints_it_on_each_sheet(audience: Audience, lang: Lang) -> None:
    markup = page(sample.report(), audience, lang)
    assert all(said in block(markup) for said in SAID[lang]), block(markup)
    assert running(markup) == f"{SAID[lang][0]} · {SAID[lang][1]} · {SAID[lang][3]}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_terminal_begins_with_the_marking_on_one_line(lang: Lang) -> None:
    assert printed(sample.report(), lang)[0] == " · ".join(SAID[lang])


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "pdf"])  # test_pdf looks at its pages
def test_no_file_leaves_without_the_marking(name: str) -> None:
    content = b"".join(pieces(FORMATS[name].render(sample.report(), "et")))
    if content.startswith(b"PK"):
        pytest.skip("no text file; its own tests read it")
    text = content.decode()
    if name == "json":
        marking = plain_json.loads(text)["marking"]
        assert (marking["made"], marking["until"]) == ("2026-11-22", "2031-11-22")
    assert SAID["et"][0] in text
    assert SAID["et"][1] in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_marking_without_an_agency_has_no_hole_and_is_told_on_the_terminal(lang: Lang) -> None:
    report = without_agency()
    markup = html.render(report, lang)
    assert running(markup) == f"{SAID[lang][0]} · {SAID[lang][3]}"
    assert block(markup) == f"{SAID[lang][0]} {' · '.join(SAID[lang][2:])}"
    first, second, *_ = printed(report, lang)
    assert first == " · ".join((SAID[lang][0], *SAID[lang][2:]))
    assert "targets.yaml" in second


def test_a_site_that_marks_nothing_prints_nothing() -> None:
    report = sample.green().model_copy(update={"marking": None})
    assert "ASUTUSESISESEKS" not in html.render(report) + "".join(printed(report, "et"))

"""The documents as PDF: every page marked and numbered, nothing cut off, nothing lost, nothing fetched."""

from __future__ import annotations

import socket
import sys
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from scanner.assess.edition_hosts import for_host
from scanner.errors import UsageError
from scanner.model.base import Lang
from scanner.model.report import Report
from scanner.model.verdict import Verdict
from scanner.render import pdf
from scanner.render.formats import FORMATS, Audience
from tests.render import sample
from tests.render.available import PDF_HERE

needs_weasyprint = pytest.mark.skipif(not PDF_HERE, reason="needs WeasyPrint and Pango (docs/formats.md)")
A4 = (595.28, 841.89)
DOCUMENTS: dict[Audience, Report] = {
    "specialist": for_host(sample.report(), sample.HOSTS[9][0]),
    "partner": for_host(sample.report(), sample.HOSTS[9][0]),
    "management": sample.report(),
    "acceptance": for_host(sample.report(), "veeb1.asutus.ee"),
}
HEADINGS: dict[tuple[Audience, Lang], str] = {
    ("specialist", "et"): "Vastavuslünkade aruanne",
    ("partner", "en"): "Work list",
    ("management", "et"): "Infoturbe vastavuse kokkuvõte",
    ("acceptance", "en"): "Acceptance report",
}


def pages(audience: Audience, report: Report, lang: Lang = "et") -> Any:
    render = FORMATS["pdf"].document(audience)
    assert render is not None
    content = render(report, lang)
    assert isinstance(content, bytes)
    return pypdf.PdfReader(BytesIO(content)).pages


def text_of(page: Any) -> str:
    return unicodedata.normalize("NFKC", " ".join(page.extract_text().split()))  # fi may be one sign in print


@needs_weasyprint
@pytest.mark.parametrize(("audience", "lang"), HEADINGS)
def test_every_page_is_a4_marked_and_numbered_and_nothing_runs_out_of_it(audience: Audience, lang: Lang) -> None:
    sheets = pages(audience, DOCUMENTS[audience], lang)
    assert HEADINGS[audience, lang] in text_of(sheets[0])
    for number, sheet in enumerate(sheets, 1):
        assert tuple(map(float, sheet.mediabox[2:])) == pytest.approx(A4, abs=0.1)
        text = text_of(sheet)
        assert "ASUTUSESISESEKS KASUTAMISEKS (AK)" in text
        assert f"{number} / {len(sheets)}" in text
        assert beyond(sheet) == []


def beyond(sheet: Any) -> list[str]:
    """Text that begins outside the page's margins."""
    found = []

    def visit(text: str, user: list[float], matrix: list[float], *_: object) -> None:
        x = matrix[4] * user[0] + matrix[5] * user[2] + user[4]
        if text.strip() and not 20 < x < A4[0] - 30:
            found.append(f"{x:.0f} {text}")

    sheet.extract_text(visitor_text=visit)
    return found


@needs_weasyprint
def test_every_card_is_open_and_whole() -> None:
    report = DOCUMENTS["specialist"]
    whole = "".join(text_of(sheet) for sheet in pages("specialist", report)).replace(" ", "")
    failing = [report.checks[each.check] for each in report.findings if each.verdict is Verdict.FAIL]
    said = [text.et for check in failing for text in (check.gap, check.why, check.remediation)]
    assert len(said) > 15
    assert [each for each in said if each.replace(" ", "") not in whole] == []
    assert [check.id for check in failing if check.id not in whole] == []


@needs_weasyprint
@pytest.mark.parametrize(("audience", "most"), [("management", 2), ("acceptance", 3)])
def test_short_documents_stay_short_and_end_with_the_signatures(audience: Audience, most: int) -> None:
    sheets = pages(audience, DOCUMENTS[audience])
    assert len(sheets) <= most
    assert text_of(sheets[-1]).count("allkiri") == 2


@needs_weasyprint
def test_what_a_host_sent_is_text() -> None:
    told = "".join(text_of(sheet) for sheet in pages("partner", DOCUMENTS["partner"])).replace(" ", "")
    assert "<imgsrc=xonerror=alert(1)>" in told


@needs_weasyprint
def test_nothing_is_fetched_whatever_a_page_refers_to(tmp_path: Path) -> None:
    local = tmp_path / "style.css"
    local.write_text("@page { size: A6 }", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        content = pdf.made(
            f'<html><head><link rel="stylesheet" href="{local.as_uri()}"></head><body><img src="{address}">'
            f'<p style="background: url({address})">sisu</p></body></html>',
            "x",
        )
        with pytest.raises(BlockingIOError):  # nobody called
            server.accept()
    (sheet,) = pypdf.PdfReader(BytesIO(content)).pages
    assert float(sheet.mediabox.width) == pytest.approx(A4[0], abs=0.1)
    assert "sisu" in text_of(sheet)


@needs_weasyprint
def test_pictures_have_the_colours_of_the_page() -> None:
    coloured = pdf.filled('<rect class="bar-met" x="0"/><rect class="sev-critical"/><rect class="other"/>')
    assert coloured.count("fill=") == 2
    assert 'class="bar-met" fill="#' in coloured


def test_without_the_library_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(UsageError, match="--format pdf needs WeasyPrint") as error:
        pdf.management(sample.green(), "et")
    assert "pip install" in str(error.value)
    assert "libpango-1.0-0" in str(error.value)

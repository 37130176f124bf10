"""The management summary and the partner's work list in a real browser, on screen and on paper."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from scanner.assess.edition import for_owner
from scanner.model.base import Text
from scanner.model.catalogue import Level
from scanner.model.decision import WaiverKind
from scanner.model.register import TrendPoint, WaiverInfo
from scanner.model.report import Findings, Report
from scanner.model.status import MeasureStatus
from scanner.model.verdict import Severity, Verdict
from scanner.render import management, partner
from tests.render import sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DOCUMENTS = {"management": management.render, "partner": partner.render}


def busy() -> Report:
    """The sample with eleven earlier runs and with waivers that end."""
    trend = tuple(
        TrendPoint(
            run=f"2026-{month:02}", finished=sample.START - timedelta(days=30 * (11 - month) + 1), hosts=10,
            gaps={Severity.CRITICAL: 12 - month, Severity.HIGH: 30, Severity.LOW: 5},
            measures={Level.BASIC: {MeasureStatus.PARTLY: 3, MeasureStatus.IMPLEMENTED: 4}},
        )
        for month in range(1, 12)
    )  # fmt: skip
    waivers = tuple(
        WaiverInfo(id=name, kind=kind, measure="SYS.1.3.M8", approved_on=date(2026, 1, 1), expires=expires)
        for name, kind, expires in [
            ("E-2026-04", WaiverKind.TEMPORARY, date(2026, 12, 1)),
            ("E-2025-11", WaiverKind.RISK_ACCEPTED, date(2026, 11, 21)),
            ("E-2026-20", WaiverKind.EQUIVALENT, date(2027, 11, 21)),
        ]
    )
    return sample.report().model_copy(update={"trend": trend, "waivers": waivers})


REPORTS = {
    "busy": busy(),
    "green": sample.green(),
    "unreachable": sample.unreachable_only(),
    "owner": for_owner(busy(), "IT-partner"),
}
EVERY = [(document, name) for document in DOCUMENTS for name in REPORTS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dokumendid")
    for document, name in EVERY:
        for lang in ("et", "en"):
            text = DOCUMENTS[document](REPORTS[name], lang)
            (folder / f"{document}-{name}-{lang}.html").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(offline=True, permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def shown(page: Page, folder: Path, document: str, name: str, lang: str = "et") -> Page:
    page.goto((folder / f"{document}-{name}-{lang}.html").as_uri(), wait_until="load")
    return page


@pytest.mark.parametrize(("document", "name"), EVERY)
def test_it_opens_offline_without_a_request_or_a_complaint(page: Page, folder: Path, document: str, name: str) -> None:
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.on("request", lambda request: requests.append(request.url))
    shown(page, folder, document, name)
    assert (complaints, len(requests)) == ([], 1)
    assert page.locator("h1").count() == 1
    assert page.locator("img, iframe, object, embed, link").count() == 0


@pytest.mark.parametrize(
    ("name", "scheme"), [("busy", "light"), ("busy", "dark"), ("green", "dark"), ("unreachable", "light")]
)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_barrier_is_found_by_axe(
    browser: Browser, folder: Path, document: str, name: str, scheme: Literal["light", "dark"]
) -> None:
    axe: Any = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    context = browser.new_context(offline=True, color_scheme=scheme)
    opened = shown(context.new_page(), folder, document, name)
    opened.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    found = axe.Axe().run(opened)
    assert found.response["violations"] == [], found.generate_report()
    context.close()


@pytest.mark.parametrize(("name", "lang"), [("busy", "et"), ("busy", "en"), ("unreachable", "et")])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_narrow_screen_needs_no_sideways_scrolling(
    browser: Browser, folder: Path, document: str, name: str, lang: str
) -> None:
    context = browser.new_context(offline=True, viewport={"width": 320, "height": 640})
    opened = shown(context.new_page(), folder, document, name, lang)
    opened.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert opened.evaluate("document.documentElement.scrollWidth") == 320
    context.close()


def printed(page: Page) -> list[str]:
    pypdf: Any = pytest.importorskip("pypdf", reason="needs pypdf to read the printed pages")
    return [sheet.extract_text() for sheet in pypdf.PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages]


@pytest.mark.parametrize("lang", ["et", "en"])
@pytest.mark.parametrize("name", REPORTS)
def test_the_summary_is_at_most_two_sheets_and_marked_on_each(page: Page, folder: Path, name: str, lang: str) -> None:
    sheets = printed(shown(page, folder, "management", name, lang))
    assert len(sheets) <= 2
    assert all("ASUTUSESISESEKS KASUTAMISEKS (AK)" in sheet for sheet in sheets)
    assert ("allkiri" if lang == "et" else "signature") in sheets[-1]


def test_the_summary_shows_its_trend_as_bars_and_as_numbers(page: Page, folder: Path) -> None:
    opened = shown(page, folder, "management", "busy")
    columns = len(busy().trend) + 1
    assert opened.locator("#trend svg").count() == columns
    totals = opened.locator("#trend .sum td").all_inner_texts()
    assert [int(text) for text in totals[:-1]] == [47 - month for month in range(1, 12)]
    assert int(totals[-1]) == sum(busy().summary.gaps.values())
    heights = opened.eval_on_selector_all("#trend svg", "all => all.map(each => each.getBoundingClientRect().height)")
    assert min(heights) > 30


def test_the_summary_lists_waivers_that_ended_or_soon_will(page: Page, folder: Path) -> None:
    text = shown(page, folder, "management", "busy").inner_text("#terms")
    assert "E-2025-11" in text
    assert "aegunud" in text
    assert "E-2026-04" in text
    assert "E-2026-20" not in text


def test_values_of_which_different_things_are_expected_tell_which_is_of_which() -> None:
    check = "linux-sshd-permit-root-login"
    other = Text(et="peab olema yes", en="must be yes")
    report = sample.report()
    findings = [
        each.model_copy(
            update={"objects": (*each.objects, each.objects[0].model_copy(update={"key": "teine", "expected": other}))}
        )
        if each.check == check and each.verdict is Verdict.FAIL
        else each
        for each in report.findings
    ]
    text = "".join(partner.render(report.model_copy(update={"findings": Findings.of(findings)}), "et"))
    assert '<small class="key">teine:</small> peab olema yes</div>' in text
    assert "; peab olema yes" not in text


def test_the_work_list_on_paper_has_every_task_and_no_forms(page: Page, folder: Path) -> None:
    opened = shown(page, folder, "partner", "busy")
    titles = opened.locator(".task h3").all_inner_texts()
    sheets = printed(opened)
    text = unicodedata.normalize("NFKC", " ".join(" ".join(sheets).split()))  # fi is one sign in print
    assert len(titles) > 10
    assert [title for title in titles if " ".join(title.split()) not in text] == []
    assert "evidence_sha256" not in text
    assert all("ASUTUSESISESEKS KASUTAMISEKS (AK)" in sheet for sheet in sheets)


def test_the_command_that_checks_again_can_be_copied(page: Page, folder: Path) -> None:
    opened = shown(page, folder, "partner", "owner")
    task = opened.locator(".task").first
    button = task.locator("button.copy:visible").last
    button.click()
    task.locator("button.copy:has-text('Kopeeritud')").wait_for()
    copied = opened.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("eits-scan scan -i inventory --limit ")
    assert " --check linux-" in copied


def test_the_forms_can_be_read_without_javascript(browser: Browser, folder: Path) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    opened = shown(context.new_page(), folder, "partner", "owner")
    forms = opened.locator(".forms").first
    forms.locator("summary").click()
    assert "evidence_sha256:" in forms.inner_text()
    assert "waivers:" in forms.inner_text()
    assert opened.locator("button").count() == 0
    context.close()


def test_the_name_of_a_value_is_not_squeezed(page: Page, folder: Path) -> None:
    opened = shown(page, folder, "partner", "busy")
    overflowing = "all => all.map(each => each.scrollHeight > each.clientHeight + 1)"
    squeezed = opened.eval_on_selector_all(".value .key", overflowing)
    assert squeezed
    assert not any(squeezed)

"""The HTML report in a real browser: offline, safe, complete without JavaScript, usable by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from scanner.model.report import Findings
from scanner.model.status import Change
from scanner.model.verdict import Severity, Verdict
from scanner.render import html
from scanner.render.view.page import address, page
from tests.render import sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Scheme = Literal["light", "dark"]
NAMES = ["full", "english", "green", "unreachable"]
GAP = "linux-sshd-permit-root-login"


class Tab:
    """A tab that remembers what went wrong in it."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._dialog)
        self.page.on("request", lambda request: self.requests.append(request.url))

    def _dialog(self, dialog: Any) -> None:
        self.complaints.append(f"a dialog opened: {dialog.message}")
        dialog.dismiss()

    def open(self, file: Path, fragment: str = "") -> Page:
        """The file, loaded."""
        self.page.goto(f"{file.as_uri()}{fragment}", wait_until="load")
        return self.page

    def shown(self) -> list[str]:
        """Ids of the gaps that are visible, in order."""
        ids: list[str] = self.page.eval_on_selector_all("tbody.gap:not([hidden])", "all => all.map(each => each.id)")
        return ids


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    opened = Tab(browser, offline=True)
    yield opened
    opened.context.close()


@pytest.mark.parametrize("name", NAMES)
def test_a_report_opens_offline_without_a_request_or_a_complaint(tab: Tab, files: dict[str, Path], name: str) -> None:
    tab.open(files[name])
    assert tab.requests == [files[name].as_uri()]
    assert tab.complaints == []


def test_hostile_names_and_values_stay_text(tab: Tab, files: dict[str, Path]) -> None:
    shown = tab.open(files["full"])
    shown.click("#expand")
    assert shown.locator("img, iframe, object, embed, link").count() == 0
    assert shown.locator("script").count() == 1
    assert shown.locator("html").inner_text().count("<script>alert(2)</script>") > 5
    assert tab.complaints == []


def test_a_script_that_slipped_in_would_not_run(tab: Tab, files: dict[str, Path], tmp_path: Path) -> None:
    """The second lock: were a value ever printed as markup, the page's own policy stops it."""
    broken = tmp_path / "rikutud.html"
    text = files["full"].read_text(encoding="utf-8")
    broken.write_text(text.replace("<main>", "<main><script>document.title = 'owned'</script>", 1), encoding="utf-8")
    assert tab.open(broken).title() != "owned"
    assert any("Content Security Policy" in complaint for complaint in tab.complaints)


def test_everything_can_be_read_without_javascript(browser: Browser, files: dict[str, Path]) -> None:
    tab = Tab(browser, offline=True, java_script_enabled=False)
    shown = tab.open(files["full"])
    gaps = page(sample.report(), "et").gaps
    assert shown.locator("tbody.gap").count() == len(gaps)
    assert not shown.locator("#filters").is_visible()
    card = shown.locator(f"#{GAP} details.card")
    assert not card.locator(".fields").is_visible()
    card.locator("summary").first.click()
    assert card.locator(".fields").is_visible()
    assert "/etc/ssh/sshd_config.d/50-pilv.conf:3" in card.inner_text()
    assert "PermitRootLogin yes" in card.inner_text()
    assert shown.locator("#completeness").get_by_text("varukoopia.asutus.ee").first.is_visible()
    assert shown.locator("button").count() == shown.locator("#filters button").count()
    tab.context.close()


def test_each_chip_shows_exactly_the_gaps_it_counts(tab: Tab, files: dict[str, Path]) -> None:
    shown = tab.open(files["full"])
    view = page(sample.report(), "et")
    tried = 0
    for facet in view.facets:
        chips = shown.locator(f"fieldset[data-facet={facet.name}] label.chip")
        for index, option in enumerate(facet.options if chips.count() else ()):
            chip = chips.nth(index)
            assert chip.locator(".n").inner_text() == str(option.count)
            chip.click()
            expected = [
                gap.id for gap in view.gaps if option.value in [address(value) for value in gap.facets[facet.name]]
            ]
            assert tab.shown() == expected
            assert shown.inner_text("#matches") == f"Näidatud ridu: {option.count}/{len(view.gaps)}"
            chip.click()
            tried += 1
    assert tried > 20
    assert len(tab.shown()) == len(view.gaps)


def test_chips_of_two_facets_narrow_each_other_and_their_counts(tab: Tab, files: dict[str, Path]) -> None:
    shown = tab.open(files["full"])
    view = page(sample.report(), "et")
    shown.click("fieldset[data-facet=severity] label.chip:has(input[value=high])")
    shown.click("fieldset[data-facet=level] label.chip:has(input[value=basic])")
    both = [gap.id for gap in view.gaps if gap.severity is Severity.HIGH and "basic" in gap.facets["level"]]
    assert tab.shown() == both
    counts = shown.locator("fieldset[data-facet=severity] .n").all_inner_texts()
    basic = [gap for gap in view.gaps if "basic" in gap.facets["level"]]
    assert [int(count) for count in counts] == [
        sum(gap.severity is severity for gap in basic) for severity in reversed(Severity)
    ]


def test_search_folds_estonian_letters(tab: Tab, files: dict[str, Path]) -> None:
    shown = tab.open(files["full"])
    shown.fill("#q", "KAIVITAMISEL")
    assert tab.shown() == ["linux-journald-persistent"]
    shown.fill("#q", "käivitamisel logid")
    assert tab.shown() == ["linux-journald-persistent"]
    shown.fill("#q", "sellist ei ole")
    assert tab.shown() == []


def test_filters_are_in_the_address_and_come_back_from_it(tab: Tab, files: dict[str, Path]) -> None:
    shown = tab.open(files["full"])
    shown.click("fieldset[data-facet=group] label.chip:has-text('sisevõrk')")
    shown.select_option("#sort", "hosts")
    shown.fill("#q", "õigus")
    found = tab.shown()
    assert found
    link = shown.evaluate("location.href")
    other = shown.context.new_page()
    other.goto(link)
    assert other.eval_on_selector_all("tbody.gap:not([hidden])", "all => all.map(each => each.id)") == found
    assert other.input_value("#q") == "õigus"
    assert other.input_value("#sort") == "hosts"


@pytest.mark.parametrize(
    "fragment", ["#q=%", "#severity=ei-ole&sort=__proto__", "#%", "#=", "#a&b", "#group=%3Cimg%3E"]
)
def test_a_damaged_address_breaks_nothing(tab: Tab, files: dict[str, Path], fragment: str) -> None:
    tab.open(files["full"], fragment)
    assert tab.complaints == []


def test_a_permalink_opens_its_gap(tab: Tab, files: dict[str, Path]) -> None:
    shown = tab.open(files["full"], f"#{GAP}")
    assert shown.locator(f"#{GAP} details.card").first.get_attribute("open") is not None
    assert shown.locator("details.card[open]").count() == 1


def test_a_cell_of_the_matrix_filters_the_gaps(tab: Tab, files: dict[str, Path]) -> None:
    shown = tab.open(files["full"])
    cell = shown.locator(".matrix a[data-measure='SYS.1.3.M8'][data-group=dmz]")
    cell.click()
    shown.wait_for_function("document.querySelector('#measure').value === 'SYS.1.3.M8'")
    view = page(sample.report(), "et")
    shown.wait_for_function("document.querySelector('tbody.gap[hidden]') !== null")
    assert tab.shown() == [gap.id for gap in view.gaps if "SYS.1.3.M8" in gap.measures and "dmz" in gap.facets["group"]]


def test_sorting_by_hosts_puts_the_most_hosts_first(tab: Tab, files: dict[str, Path]) -> None:
    shown = tab.open(files["full"])
    before = tab.shown()
    shown.select_option("#sort", "hosts")
    numbers = [int(value) for value in shown.eval_on_selector_all("tbody.gap", "a => a.map(e => e.dataset.hosts)")]
    assert numbers == sorted(numbers, reverse=True)
    shown.select_option("#sort", "")
    assert tab.shown() == before


def test_all_cards_open_and_close_together(tab: Tab, files: dict[str, Path]) -> None:
    shown = tab.open(files["full"])
    shown.click("#expand")
    assert shown.locator("details.card:not([open])").count() == 0
    assert shown.inner_text("#expand") == "Ahenda kõik"
    shown.click("#expand")
    assert shown.locator("details.card[open]").count() == 0


def test_the_verify_command_can_be_copied(browser: Browser, files: dict[str, Path]) -> None:
    tab = Tab(browser, offline=True, permissions=["clipboard-read", "clipboard-write"])
    shown = tab.open(files["full"], f"#{GAP}")
    shown.click(f"#{GAP} button.copy")
    shown.wait_for_selector(f"#{GAP} button.copy:has-text('Kopeeritud')")
    assert shown.evaluate("navigator.clipboard.readText()") == "sshd -T | grep -i permitrootlogin"
    tab.context.close()


def test_the_numbers_on_the_page_are_the_reports(tab: Tab, files: dict[str, Path]) -> None:
    shown = tab.open(files["full"])
    summary = sample.report().summary
    tiles = shown.locator("#completeness .tiles b").all_inner_texts()
    assert tiles[:2] == ["10/12", f"{summary.verdicts[Verdict.ERROR]}/{len(sample.report().findings)}"]
    changed = shown.locator("#changes .tiles li").all_inner_texts()
    assert sum(int(line.split()[0]) for line in changed) == sum(
        count for change, count in summary.changes.items() if change.value not in {"unchanged", "first"}
    )
    columns = [shown.locator(f"table.hosts tbody td:nth-child({3 + n})").all_inner_texts() for n in range(len(Verdict))]
    for verdict, column in zip(Verdict, columns, strict=True):
        assert sum(int(text) for text in column) == summary.verdicts[verdict]
    failed = shown.eval_on_selector_all("tbody.gap", "all => all.map(each => Number(each.dataset.hosts))")
    assert sum(failed) == summary.verdicts[Verdict.FAIL]
    clauses = [int(text) for text in shown.locator("#modules .count b").all_inner_texts()]
    assert sum(clauses) == sum(summary.clauses.values())


@pytest.mark.parametrize(
    ("scheme", "name"), [("light", "full"), ("dark", "full"), ("light", "green"), ("dark", "unreachable")]
)
def test_no_barrier_is_found_by_axe(browser: Browser, files: dict[str, Path], scheme: Scheme, name: str) -> None:
    axe: Any = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    tab = Tab(browser, offline=True, color_scheme=scheme)
    shown = tab.open(files[name])
    shown.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    found = axe.Axe().run(shown)
    assert found.response["violations"] == [], found.generate_report()
    tab.context.close()


@pytest.mark.parametrize("name", NAMES)
def test_a_narrow_screen_needs_no_sideways_scrolling(browser: Browser, files: dict[str, Path], name: str) -> None:
    tab = Tab(browser, offline=True, viewport={"width": 320, "height": 640})
    shown = tab.open(files[name])
    shown.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert shown.evaluate("document.documentElement.scrollWidth") == 320
    tab.context.close()


def test_a_long_reference_breaks_on_a_narrow_screen(browser: Browser, tmp_path: Path) -> None:
    full = sample.report()
    long = {"ssg": ("accounts_passwords_of_everybody_are_locked_after_failures",)}
    checks = {name: check.model_copy(update={"references": long}) for name, check in full.checks.items()}
    (tmp_path / "pikk.html").write_text(html.render(full.model_copy(update={"checks": checks})), encoding="utf-8")
    tab = Tab(browser, offline=True, viewport={"width": 320, "height": 640})
    shown = tab.open(tmp_path / "pikk.html")
    shown.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert shown.evaluate("document.documentElement.scrollWidth") == 320
    tab.context.close()


def test_on_paper_no_word_of_a_row_lies_on_its_neighbour(browser: Browser, tmp_path: Path) -> None:
    """The words for a first observation are the widest of all changes."""
    full = sample.report()
    first = Findings.of([each.model_copy(update={"change": Change.FIRST}) for each in full.findings])
    (tmp_path / "esimene.html").write_text(html.render(full.model_copy(update={"findings": first})), encoding="utf-8")
    tab = Tab(browser, offline=True, viewport={"width": 700, "height": 990})
    tab.page.emulate_media(media="print")
    shown = tab.open(tmp_path / "esimene.html")
    wide = "all => all.filter(each => each.scrollWidth > each.clientWidth).map(each => each.textContent)"
    assert shown.locator(".gaps .line .c-first").count() > 0
    assert shown.eval_on_selector_all(".gaps .line > td", wide) == []
    tab.context.close()


def test_paper_has_pages_every_card_and_the_marking_on_each(tab: Tab, files: dict[str, Path]) -> None:
    pypdf: Any = pytest.importorskip("pypdf", reason="needs pypdf to read the printed pages")
    shown = tab.open(files["full"])
    pages = [sheet.extract_text() for sheet in pypdf.PdfReader(BytesIO(shown.pdf(prefer_css_page_size=True))).pages]
    assert 5 < len(pages) < 60
    assert all("ASUTUSESISESEKS KASUTAMISEKS (AK)" in text for text in pages)
    whole = "\n".join(pages)
    for gap in page(sample.report(), "et").gaps:
        assert gap.id in whole
    assert f"{len(pages)} / {len(pages)}" in whole
    assert shown.locator("details.card[open]").count() == 0


@pytest.mark.parametrize("width", [320, 780, 990, 1000, 1280, 1290])
def test_the_sentence_of_a_gap_has_room_on_every_width(browser: Browser, files: dict[str, Path], width: int) -> None:
    tab = Tab(browser, offline=True, viewport={"width": width, "height": 640})
    box = tab.open(files["full"]).locator(f"#{GAP} .line th").bounding_box()
    assert box is not None
    assert box["width"] >= 200
    assert box["height"] < 120
    tab.context.close()

"""Going through the gaps in a real browser: marks of what was reviewed, keys, and export of what is shown."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scanner.model.verdict import Verdict
from scanner.render.view.page import page as view
from tests.render import sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GAPS = [gap.id for gap in view(sample.report(), "et").gaps]


@pytest.fixture
def shown(browser: Browser, files: dict[str, Path]) -> Iterator[Page]:
    context = browser.new_context(offline=True, accept_downloads=True)
    page = context.new_page()
    page.goto(files["full"].as_uri())
    yield page
    context.close()


def saved(page: Page, button: str) -> str:
    """The text of what a button saves."""
    with page.expect_download() as waited:
        page.click(button)
    return Path(waited.value.path()).read_text(encoding="utf-8-sig")


def rows(text: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(StringIO(text), delimiter=";"))


def test_marks_are_counted_and_are_there_after_a_reload(shown: Page) -> None:
    shown.check(f"#{GAPS[1]} input.viewed")
    assert shown.inner_text("#viewed-count") == f"1/{len(GAPS)}"
    shown.reload()
    assert shown.is_checked(f"#{GAPS[1]} input.viewed")
    assert not shown.is_checked(f"#{GAPS[0]} input.viewed")
    assert shown.inner_text("#viewed-count") == f"1/{len(GAPS)}"


def test_what_was_reviewed_can_be_filtered_away(shown: Page) -> None:
    shown.check(f"#{GAPS[0]} input.viewed")
    shown.click("fieldset[data-facet=viewed] label:has(input[value=no])")
    assert not shown.is_visible(f"#{GAPS[0]}")
    assert shown.inner_text("#matches") == f"Näidatud ridu: {len(GAPS) - 1}/{len(GAPS)}"


def test_marks_travel_in_a_file_and_those_of_another_report_are_refused(shown: Page, tmp_path: Path) -> None:
    shown.check(f"#{GAPS[2]} input.viewed")
    shown.click("details.review > summary")
    marks = json.loads(saved(shown, "#viewed-save"))
    assert [mark["check"] for mark in marks["viewed"]] == [GAPS[2]]
    shown.uncheck(f"#{GAPS[2]} input.viewed")
    file = tmp_path / "marks.json"
    file.write_text(json.dumps(marks), encoding="utf-8")
    shown.set_input_files("#viewed-load", file)
    shown.wait_for_selector(f"#{GAPS[2]}[data-viewed=yes]")
    file.write_text(json.dumps({**marks, "report": "another", "viewed": []}), encoding="utf-8")
    shown.set_input_files("#viewed-load", file)
    shown.wait_for_selector("#viewed-problem:not(:empty)")
    assert shown.is_checked(f"#{GAPS[2]} input.viewed")


def test_keys_move_among_the_gaps_shown_and_mark_them(shown: Page) -> None:
    shown.select_option("#sort", "")
    shown.locator("body").focus()
    shown.keyboard.press("j")
    shown.keyboard.press("j")
    shown.keyboard.press("k")
    shown.keyboard.press("Enter")
    assert shown.locator(f"#{GAPS[0]} details.card").get_attribute("open") is not None
    shown.keyboard.press("x")
    assert shown.is_checked(f"#{GAPS[0]} input.viewed")
    shown.keyboard.press("/")
    shown.keyboard.type("jx")
    assert shown.input_value("#q") == "jx"


def test_keys_can_be_turned_off(shown: Page) -> None:
    shown.click("details.review > summary")
    shown.uncheck("#keys")
    shown.locator("body").focus()
    shown.keyboard.press("j")
    assert shown.evaluate("document.activeElement.closest('tbody.gap')") is None


def test_the_csv_holds_exactly_what_is_shown_and_is_marked(shown: Page) -> None:
    report = sample.report()
    assert report.marking
    whole = rows(saved(shown, "#export-csv"))
    assert [row["Kontroll"] for row in whole] == GAPS
    shown.click("fieldset[data-facet=severity] label.chip:has(input[value=critical])")
    some = rows(saved(shown, "#export-csv"))
    visible = shown.eval_on_selector_all("tbody.gap:not([hidden])", "all => all.map(each => each.id)")
    assert [row["Kontroll"] for row in some] == visible
    assert 0 < len(some) < len(whole)
    for row in whole:
        found = [finding for finding in report.findings if finding.check == row["Kontroll"]]
        failed = {finding.host for finding in found if finding.verdict is Verdict.FAIL}
        assert row["Hoste, mis ei vasta"] == (str(len(failed)) if failed else "")
        assert set(filter(None, row["Hostid"].split(", "))) == failed
        assert int(row["Hindamata hoste"]) == sum(finding.verdict is Verdict.ERROR for finding in found)
        assert row["Märge"].startswith(report.marking.text)


def test_no_cell_of_the_csv_begins_like_a_formula(shown: Page) -> None:
    shown.evaluate("document.querySelector('tbody.gap .action [data-col]').textContent = '=HYPERLINK(\"x\")'")
    first = rows(saved(shown, "#export-csv"))[0]
    assert first["Tegevus"] == '\'=HYPERLINK("x")'
    assert not [
        value
        for row in rows(saved(shown, "#export-csv"))
        for value in row.values()
        if value.startswith(("=", "+", "-", "@"))
    ]


def test_the_markdown_is_a_table_that_nothing_in_it_can_break(shown: Page) -> None:
    shown.evaluate("document.querySelector('tbody.gap .action [data-col]').textContent = 'a | b <img src=x>'")
    lines = saved(shown, "#export-md").splitlines()
    table = [line for line in lines if line.startswith("|")]
    assert len(table) == len(GAPS) + 2
    assert "a \\| b \\<img src=x\\>" in table[2]

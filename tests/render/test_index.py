"""The page over all runs: numbers from the history, links to the files that are there, no script, no network."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote

import pytest

from scanner.assess.marking import marking
from scanner.model.run import Asked, Run
from scanner.model.run_numbers import RunNumbers
from scanner.model.settings import MarkingSettings
from scanner.model.status import Change
from scanner.model.verdict import Severity
from scanner.render.index import render
from scanner.render.say import Say
from scanner.render.view.index import MOST_RUNS, Index, index

if TYPE_CHECKING:
    from playwright.sync_api import Browser

START = datetime(2026, 11, 1, 0, 0, tzinfo=UTC)


def night(n: int, **change: Any) -> RunNumbers:
    """A run of the n-th night."""
    started = START + timedelta(days=n)
    asked = {name: change.pop(name) for name in ("limit", "asked", "complete") if name in change}
    run = Run(
        id=f"{started:%Y%m%dT%H%M%SZ}-{n:06x}", started=started, finished=started + timedelta(minutes=3),
        planned_pairs=200, attempted_pairs=change.pop("attempted", 200), **asked,
    )  # fmt: skip
    whole = {"hosts": 2, "answered": 2, "gaps": {Severity.HIGH: n, Severity.LOW: 1}}
    return RunNumbers(run=run, **(whole | change))


NIGHTS = [
    night(5, changes={Change.NEW: 3, Change.FIXED: 2, Change.PERSISTING: 9}),
    night(4, limit="veeb<b>*", gaps={}, unjudged=7),
    night(3, complete=False, answered=1, attempted=120),
    night(2, asked=Asked(checks=("linux-sshd-permit-root-login",)), gaps={}),
    night(1, changes={Change.FIRST: 200}),
]
IDS = [each.run.id for each in NIGHTS]
FILES = [
    f"{IDS[0]}.html", f"{IDS[0]}.json", f"{IDS[0]}-partner-IT-partner_OÜ.html", f"{IDS[0]}-management.pdf",
    f"{IDS[0]}.SYS.1.3.M8.evidence.zip", f"{IDS[1]}-acceptance-veeb1.asutus.ee.html", "20261106T020000-current.html",
    "20261107T020000-current-management.html", "20261105-as-of.html", "index.html", "muu.txt",
]  # fmt: skip


def made(runs: list[RunNumbers], files: list[str], lang: Literal["et", "en"] = "et") -> Index:
    return index(
        runs,
        files,
        Say(lang),
        marking=marking(MarkingSettings(), "Näidisvalla Valitsus", date(2026, 11, 6)),
        agency="Näidisvalla Valitsus",
        area="Vallavalitsuse infosüsteemid",
        updated=START + timedelta(days=6),
    )


def test_each_run_stands_with_its_files_and_nothing_else() -> None:
    page = made(NIGHTS, FILES)
    assert [row.id for row in page.runs] == IDS
    labels = {unquote(link.address): link.label for link in page.runs[0].files}
    assert labels == {
        f"{IDS[0]}.html": "lünkade aruanne",
        f"{IDS[0]}.json": "andmed",
        f"{IDS[0]}-partner-IT-partner_OÜ.html": "tööde nimekiri: IT-partner_OÜ",
        f"{IDS[0]}-management.pdf": "kokkuvõte",
        f"{IDS[0]}.SYS.1.3.M8.evidence.zip": "tõendusmaterjal SYS.1.3.M8",
    }
    assert [link.label for link in page.runs[1].files] == ["vastuvõtukontroll: veeb1.asutus.ee"]
    assert [row.files for row in page.runs[2:]] == [(), (), ()]
    assert [link.address for link in page.current] == [
        "20261107T020000-current-management.html", "20261106T020000-current.html", "20261105-as-of.html"
    ]  # fmt: skip


def test_a_run_without_a_file_says_how_to_make_one() -> None:
    text = "".join(render(made(NIGHTS, FILES), "et"))
    assert f"eits-scan report {IDS[4]}" in text
    assert f"eits-scan report {IDS[0]}" not in text


def test_only_whole_runs_are_compared_over_time() -> None:
    page = made(NIGHTS, [])
    assert [bar.total for bar in page.trend] == [2, 6]
    assert made(NIGHTS[:1], []).trend == ()


def test_what_was_not_seen_is_never_told_as_no_gaps_or_as_complete() -> None:
    limited, stopped, narrow = made(NIGHTS, []).runs[1:4]
    assert limited.gaps_told == "lünki ei leitud; 7 leidu hindamata"
    assert (limited.whole, limited.completeness) == (False, "hindamata 7")
    assert (stopped.whole, stopped.silent, stopped.completeness) == (False, True, "katkes, hinnatud 120/200")
    assert (narrow.whole, narrow.scope) == (True, "ainult kontrollid: linux-sshd-permit-root-login")
    early = {"gaps": {}, "complete": False, "attempted": 100}
    cut, gone = made([night(7, answered=1, **early), night(6, answered=0, **early)], []).runs
    assert (cut.gaps_told, gone.gaps_told) == ("nähtud osas lünki ei ole", "midagi ei nähtud")


def test_many_runs_are_cut_and_counted() -> None:
    page = made([night(n) for n in reversed(range(MOST_RUNS + 5))], [])
    assert (len(page.runs), page.older) == (MOST_RUNS, 5)
    assert len("".join(render(page, "en"))) < 1_000_000


@pytest.mark.parametrize("lang", ["et", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_works_from_the_folder_without_script_network_or_barrier(
    browser: Browser, tmp_path: Path, lang: Literal["et", "en"], scheme: Literal["light", "dark"]
) -> None:
    axe: Any = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    for name in FILES:
        (tmp_path / name).write_text("<h1>aruanne</h1>", encoding="utf-8")
    (tmp_path / "index.html").write_text("".join(render(made(NIGHTS, FILES, lang), lang)), encoding="utf-8")
    context = browser.new_context(offline=True, color_scheme=scheme)
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto((tmp_path / "index.html").as_uri(), wait_until="load")
    assert len(requests) == 1
    assert page.locator("script, img, td b b").count() == 0
    assert "ASUTUSESISESEKS KASUTAMISEKS (AK)" in page.inner_text(".marking")
    assert page.locator("#trend svg").count() == 2
    found = axe.Axe().run(page)
    assert found.response["violations"] == [], found.generate_report()
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.click("text=IT-partner_OÜ")
    assert page.inner_text("h1") == "aruanne"
    context.close()

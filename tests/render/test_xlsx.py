"""The workbook, read back as a spreadsheet reads it."""

from __future__ import annotations

import io
import json as plain_json
import zipfile
from collections import Counter
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from scanner.assess.action_plan import plan_rows
from scanner.model.base import Lang
from scanner.model.report import Findings, Report
from scanner.model.status import word
from scanner.model.unknown import Cause
from scanner.model.verdict import Verdict
from scanner.render import json, xlsx
from scanner.render.say import Say
from scanner.render.sheets.sheet import Column, Sheet
from scanner.render.view.gaps import gaps
from scanner.render.worksheet import Page
from tests.render import sample

LANGUAGES: tuple[Lang, ...] = ("et", "en")
SHEETS = {
    "et": ["Ülevaade", "Lüngad", "Tegevuskava", "Meetmed", "Logimine ja kaitse", "Kontode leiud", "Hostid",
           "Auditi tähelepanekud", "Leiud", "_eits-scan"],
    "en": ["Overview", "Gaps", "Action plan", "Measures", "Logging and protection", "Account findings", "Hosts",
           "Audit observations", "Findings", "_eits-scan"],
}  # fmt: skip


def book(report: Report, lang: Lang = "et") -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(report, lang)))


def rows(page: Any, head: int = 2) -> list[dict[str, Any]]:
    names = [cell.value for cell in page[head]]
    return [dict(zip(names, values, strict=True)) for values in page.iter_rows(min_row=head + 1, values_only=True)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sheet_is_there_named_in_the_language_and_marked_on_screen_and_paper(lang: Lang) -> None:
    made = book(sample.report(), lang)
    assert made.sheetnames == SHEETS[lang]
    for page in made:
        assert page["A1"].value.startswith("ASUTUSESISESEKS KASUTAMISEKS (AK) · Näidisvalla Valitsus")
        assert "ASUTUSESISESEKS KASUTAMISEKS (AK)" in page.oddHeader.right.text
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert page.print_title_rows == "$1:$2"
        assert page.freeze_panes == "A3"
    assert [page.title for page in made if page.sheet_state != "visible"] == ["_eits-scan"]


def test_numbers_agree_with_the_summary_the_gap_report_and_the_json() -> None:
    report = sample.report()
    made = book(report)
    verdicts = Counter(row["Hinnang"] for row in rows(made["Leiud"]))
    assert verdicts == {word(verdict).text.et: n for verdict, n in report.summary.verdicts.items()}
    told = Counter(each["verdict"] for each in plain_json.loads(json.render(report))["findings"])
    assert verdicts["Ei vasta"] == told["fail"]
    shown = {gap.id: (gap.failed, gap.judged, gap.unseen) for gap in gaps(report, Say("et"))}
    listed = {
        row["Kontrolli tunnus"]: (row["Hoste, mis ei vasta"], row["Hinnatud hoste"], row["Hindamata hoste"])
        for row in rows(made["Lüngad"])
    }
    assert listed == shown
    waived = sum(each.waiver is not None for each in report.findings)
    assert sum(row["Hoste"] for row in rows(made["Tegevuskava"])) == verdicts["Ei vasta"] - waived
    assert sum(row["Ei vasta"] for row in rows(made["Hostid"])) == verdicts["Ei vasta"]
    assert len(rows(made["Hostid"])) == len(report.hosts)
    assert len(rows(made["Meetmed"])) == len(report.measures)


def test_the_plan_has_a_row_for_each_check_and_owner_with_a_key_that_stays() -> None:
    report = sample.report()
    listed = rows(book(report)["Tegevuskava"])
    assert [row["Võti"] for row in listed] == [row.key for row in plan_rows(report)]
    assert len({row["Võti"] for row in listed}) == len(listed)
    assert [row["Seis"] for row in listed] == [word(row.status).text.et for row in plan_rows(report)]
    assert all(isinstance(row["Tähtaeg"], datetime) for row in listed)


def test_the_implementation_plan_is_given_no_suggestion_but_o_and_e() -> None:
    listed = rows(book(sample.report())["Meetmed"])
    assert {row["Rakendamise seis"] for row in listed} == {"O", "E", None}
    assert {row["Mitterakendamise põhjendus"] for row in listed} == {None}
    assert any("täitmata või osaliselt täidetud (" in (row["Osalise rakendamise täpsustus"] or "") for row in listed)


def test_hosts_of_a_target_object_are_each_counted_once_in_every_area() -> None:
    report = sample.report()
    listed = rows(book(report)["Logimine ja kaitse"])
    assert {row["Valdkond"] for row in listed} >= {"Logimine", "Kellaaja sünkroonimine"}
    for row in listed:
        counted = ("Vastab", "Ei vasta", "Erand", "Hindamata", "Ei kohaldu")
        assert row["Hostid"] == sum(row[name] for name in counted)


def test_every_account_a_check_does_not_accept_has_a_row_and_so_has_a_host_that_could_not_be_judged() -> None:
    report = sample.report()
    told = Counter((row["Kontrolli tunnus"], row["Host"]) for row in rows(book(report)["Kontode leiud"]))
    wanted = {
        (each.check, each.host): max(1, sum(judged.verdict == "fail" for judged in each.objects))
        for each in report.findings
        if each.check.split("-")[1] in ("account", "group", "sudo")
        and each.verdict in (Verdict.FAIL, Verdict.ERROR)
        and each.cause is not Cause.UNREACHABLE
    }
    assert wanted
    assert {place: n for place, n in told.items() if "<" not in place[1]} == {
        place: n for place, n in wanted.items() if "<" not in place[1]
    }


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "#N/A", "=cmd|'/c calc'!A1"])
def test_no_cell_is_a_formula(start: str) -> None:
    first, *rest = sample.green().findings
    hostile = first.model_copy(update={"verdict": Verdict.FAIL, "actual": start, "host": start})
    made = book(sample.green().model_copy(update={"findings": Findings.of([hostile, *rest])}))
    cells = [cell for page in made for line in page.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [c for c in cells if c.data_type == "s" and c.value.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_text_that_xml_or_excel_would_read_otherwise_is_written_out() -> None:
    first, *rest = sample.green().findings
    hostile = first.model_copy(update={"verdict": Verdict.FAIL, "actual": "\x00\x1b[2J\u202e\ufffe\ud800 _x0041_ </t>"})
    content = xlsx.render(sample.green().model_copy(update={"findings": Findings.of([hostile, *rest])}))
    found = [row["Tegelik väärtus"] for row in rows(openpyxl.load_workbook(io.BytesIO(content))["Leiud"])]
    assert "\\x00\\x1b[2J\\u202e\\ufffe\\ud800 _x005F_x0041_ </t>" in found


def test_a_cell_holds_no_more_than_a_spreadsheet_can() -> None:
    first, *rest = sample.green().findings
    hostile = first.model_copy(update={"verdict": Verdict.FAIL, "actual": "\x1b" * 1_000_000, "waiver": "W" * 40_000})
    made = book(sample.green().model_copy(update={"findings": Findings.of([hostile, *rest])}))
    longest = max(len(str(cell)) for page in made for line in page.iter_rows(values_only=True) for cell in line if cell)
    assert longest == 32_767


def test_rows_beyond_what_a_sheet_holds_are_counted_in_its_last_row() -> None:
    made = openpyxl.Workbook(write_only=True)
    many = Sheet("Leiud", (Column("Host"),), ((f"host{n}",) for n in range(30)), wrapped=False)
    Page(made, many, "AK", "AK", Say("et"), most=12).write()
    out = io.BytesIO()
    made.save(out)
    told = [line[0] for line in openpyxl.load_workbook(out)["Leiud"].iter_rows(values_only=True)]
    assert len(told) == 12
    assert told[2:-1] == [f"host{n}" for n in range(9)]
    assert told[-1] == "Lehele ei mahtunud 21 rida: kõik leiud on CSV- ja JSON-failis."


def test_dates_are_dates_shown_as_estonians_write_them() -> None:
    page = book(sample.report())["Leiud"]
    names = [cell.value for cell in page[2]]
    first = list(next(page.iter_rows(min_row=3)))
    since, observed = first[names.index("Alates")], first[names.index("Vaadeldud")]
    assert (since.is_date, since.number_format) == (True, "dd.mm.yyyy")
    assert (observed.is_date, observed.number_format) == (True, "dd.mm.yyyy hh:mm")
    assert isinstance(since.value, date)


def test_the_same_report_gives_the_same_bytes_with_the_time_of_the_run() -> None:
    first, second = (xlsx.render(sample.report()) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 22, 0, 1, 46)}
        assert "2026-11-22T00:01:46Z" in archive.read("docProps/core.xml").decode()


def test_a_site_that_marks_nothing_has_its_headers_in_the_first_row() -> None:
    made = book(sample.green().model_copy(update={"marking": None}))
    assert made["Leiud"]["A1"].value == "Host"
    assert made["Leiud"].auto_filter.ref.startswith("A1:")

"""Reading an edited workbook, also one that means harm."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.content import plan_workbook
from scanner.content.plan_workbook import read_workbook
from scanner.errors import InvalidError
from scanner.model.base import Lang
from scanner.model.status import PlanStatus
from scanner.render import xlsx
from tests.render import sample

UNPLANNED = sample.report().model_copy(update={"plan": ()})
LANGUAGES: tuple[Lang, ...] = ("et", "en")
EXPORT: dict[str, bytes] = {lang: xlsx.render(UNPLANNED, lang) for lang in LANGUAGES}
SHEETS = {"et": ("Tegevuskava", "Auditi tähelepanekud"), "en": ("Action plan", "Audit observations")}


def edited(path: Path, edit: Callable[[Any], None], lang: str = "et") -> Path:
    book = openpyxl.load_workbook(io.BytesIO(EXPORT[lang]))
    edit(book)
    book.save(path)
    return path


def put(sheet: str, row: int, column: str, value: Any) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        names = {cell.value: cell.column for cell in book[sheet][2]}
        book[sheet].cell(row, names[column]).value = value

    return edit


def wrong(path: Path) -> list[str]:
    with pytest.raises(InvalidError) as caught:
        read_workbook(path)
    return [str(problem).replace(f"{path}: ", "").replace(f"{path}:", "") for problem in caught.value.problems]


@pytest.mark.parametrize("lang", ["et", "en"])
def test_an_untouched_export_says_what_it_showed_in_either_language(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "kava.xlsx"
    path.write_bytes(EXPORT[lang])
    book = read_workbook(path)
    assert len(book.rows) > 20
    assert all(row.values == book.base[row.key].shown._asdict() for row in book.rows)
    assert book.observations == ()


@pytest.mark.parametrize("said", [date(2027, 2, 1), "1.02.2027", "01.02.2027", " 2027-02-01 "])
def test_a_date_may_be_a_date_or_text(said: Any, tmp_path: Path) -> None:
    book = read_workbook(edited(tmp_path / "kava.xlsx", put("Tegevuskava", 3, "Tähtaeg", said)))
    assert book.rows[0].values["deadline"] == date(2027, 2, 1)


def test_rows_may_be_sorted_and_columns_moved_hidden_or_deleted(tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        page = book["Tegevuskava"]
        table = [[cell.value for cell in line] for line in page.iter_rows(min_row=2)]
        turned = [line[::-1] for line in (table[0], *reversed(table[1:]))]
        page.delete_rows(1, page.max_row)
        page.delete_cols(1, page.max_column)
        comment = turned[0].index("Märkus")
        for line in turned:
            page.append([value for place, value in enumerate(line) if place != comment])

    book = read_workbook(edited(tmp_path / "kava.xlsx", edit))
    assert all(
        "comment" not in row.values and row.values.items() <= book.base[row.key].shown._asdict().items()
        for row in book.rows
    )


def test_status_words_of_both_languages_are_known_and_empty_is_open(tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        for row, said in enumerate(["Töös", "in progress", "in_progress", None], 3):
            put("Tegevuskava", row, "Seis", said)(book)

    found = [row.values["status"] for row in read_workbook(edited(tmp_path / "kava.xlsx", edit)).rows[:4]]
    assert found == [PlanStatus.IN_PROGRESS] * 3 + [PlanStatus.OPEN]


def test_everything_that_is_wrong_is_told_at_once_with_sheet_and_cell(tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        put("Tegevuskava", 3, "Tähtaeg", "järgmine nädal")(book)
        put("Tegevuskava", 4, "Tähtaeg", 46000)(book)
        book["Tegevuskava"].cell(4, 7).number_format = "General"
        put("Tegevuskava", 5, "Tähtaeg", "31.02.2027")(book)
        put("Tegevuskava", 6, "Tähtaeg", "=TODAY()+30")(book)
        put("Tegevuskava", 7, "Seis", "peaaegu")(book)
        put("Tegevuskava", 8, "Tähtaeg", date(1906, 1, 1))(book)
        key = book["Tegevuskava"].cell(9, book["Tegevuskava"].max_column).value
        put("Tegevuskava", 10, "Võti", key)(book)
        put("Auditi tähelepanekud", 3, "Lahknevus", "numbrita")(book)

    assert wrong(edited(tmp_path / "kava.xlsx", edit)) == [
        "Tegevuskava!G3: 'järgmine nädal' is not a date such as 31.12.2026",
        "Tegevuskava!G4: '46000' is not a date such as 31.12.2026",
        "Tegevuskava!G5: '31.02.2027' is not a date such as 31.12.2026",
        "Tegevuskava!G6: holds a formula: put its value there",
        "Tegevuskava!H7: 'peaaegu' is not a status; there are: avatud, töös, ootel, tehtud, erand taotletud",
        "Tegevuskava!G8: 01.01.1906 is hardly meant: write a date of this century",
        "Auditi tähelepanekud!3: an observation needs its number",
        f"Tegevuskava!10: Võti {key_of(9)} stands here and in Tegevuskava!9 → keep one",
    ]


def key_of(row: int) -> str:
    page = openpyxl.load_workbook(io.BytesIO(EXPORT["et"]))["Tegevuskava"]
    return str(page.cell(row, page.max_column).value)


def test_an_auditors_own_sheet_needs_nothing_else(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = "auditi tähelepanekud"
    page.append(["Vastavusaudit 2026"])
    page.append(["number", "lahknevus", "vastutaja", "tähtaeg", "seis"])
    page.append([3.1, "Logid puuduvad", "IT-juht", date(2027, 3, 31), "töös"])
    page.append([4, "Kava uuendamata"])
    book.save(tmp_path / "audit.xlsx")
    first, second = read_workbook(tmp_path / "audit.xlsx").observations
    assert (first.number, first.text, dict(first.values)) == (
        "3.1",
        "Logid puuduvad",
        {"responsible": "IT-juht", "deadline": date(2027, 3, 31), "status": PlanStatus.IN_PROGRESS},
    )
    assert (second.number, second.text) == ("4", "Kava uuendamata")


def test_a_text_that_was_kept_from_being_a_formula_is_what_the_person_wrote(tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        put("Tegevuskava", 3, "Märkus", "'=1+1")(book)
        put("Tegevuskava", 4, "Märkus", "üks_x000D_\nkaks _x005F_x0041_")(book)
        put("Tegevuskava", 5, "Märkus", "pool _xD800_ tähte")(book)

    rows = read_workbook(edited(tmp_path / "kava.xlsx", edit)).rows
    assert [row.values["comment"] for row in rows[:3]] == ["=1+1", "üks\nkaks _x0041_", "pool ? tähte"]


def test_a_plan_without_its_hidden_sheet_is_refused_because_edits_cannot_be_told(tmp_path: Path) -> None:
    found = wrong(edited(tmp_path / "kava.xlsx", lambda book: book.remove(book["_eits-scan"])))
    assert len(found) == 1
    assert "the hidden sheet _eits-scan is gone" in found[0]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"mis iganes", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_workbook_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "kava.xlsx"
    path.write_bytes(content)
    assert len(wrong(path)) == 1


def test_a_zip_of_something_else_is_told_from_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "tendid.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("LOEMIND.txt", "tõendid")
    assert "is a ZIP file, but not an XLSX workbook" in wrong(path)[0]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "kava.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range((plan_workbook.LARGEST_PART >> 20) + 1):
            part.write(bytes(1 << 20))
    assert path.stat().st_size < 1 << 20
    assert "unpacks to more than" in wrong(path)[0]


def packed(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    with zipfile.ZipFile(io.BytesIO(EXPORT["et"])) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return path


def test_entities_that_grow_and_files_that_are_pointed_at_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "saladus"
    secret.write_text("SALADUS", encoding="utf-8")
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bombs = (
        f'<!DOCTYPE x [<!ENTITY e0 "{"A" * 100}">{levels}]>',
        f'<!DOCTYPE x [<!ENTITY e9 SYSTEM "file://{secret}">]>',
    )
    for bomb in bombs:

        def change(name: str, data: bytes, bomb: str = bomb) -> bytes:
            if name != "xl/worksheets/sheet3.xml":
                return data
            return bomb.encode() + data.replace(b"avatud", b"&e9;", 1)

        found = wrong(packed(tmp_path / "kava.xlsx", change))
        assert len(found) == 1
        assert "SALADUS" not in found[0]


def test_a_sheet_that_claims_to_be_endless_is_read_as_far_as_a_plan_goes(tmp_path: Path) -> None:
    def change(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/sheet3.xml":
            return data
        return data.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')

    assert wrong(packed(tmp_path / "kava.xlsx", change)) == ["Tegevuskava: has more than 50000 rows"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_workbook_is_refused_or_read_but_breaks_nothing(tmp_path: Path, data: st.DataObject) -> None:
    part = data.draw(
        st.sampled_from(["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet3.xml", "[Content_Types].xml"])
    )
    at, junk = data.draw(st.integers(0, 3000)), data.draw(st.binary(max_size=12))

    def change(name: str, content: bytes) -> bytes:
        return content[:at] + junk + content[at + len(junk) :] if name == part else content

    with contextlib.suppress(InvalidError):
        assert read_workbook(packed(tmp_path / "kava.xlsx", change)).sha256

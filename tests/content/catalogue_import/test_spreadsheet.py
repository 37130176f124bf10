"""Workbooks composed here; the reader has not met RIA's own spreadsheet."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from scanner.content.catalogue_import import build, spreadsheet
from scanner.content.catalogue_import.source import SourceEdition
from scanner.errors import InvalidError

HEADERS = ("Mooduli nimetus", "Meetme kood", "Meetme  nimetus", "Meetme liik:", "Vastutaja", "Lisavastutajad", "Sisu")


def workbook(path: Path, *rows: tuple[str | int | None, ...]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Meetmed"
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def read(path: Path) -> SourceEdition:
    return spreadsheet.read(path, edition="2026", language="et", module_titles={"SYS.1.1": "Server"})


def test_columns_are_found_by_their_headers_below_a_heading(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "m.xlsx",
        ("Meetmete tabel 2026",),
        HEADERS,
        ("SYS.1.3: Linuxi server",),
        (
            "SYS.1.3: Linuxi server",
            "SYS.1.3.M2 (muudetud)",
            "SYS.1.3.M2 Kontod (I) [Arhitekt]",
            "Põhimeede",
            "IT-talitus",
        ),
        (None, "SYS.1.1.M1", "Ruum", "Standardmeede", "IT-talitus", "Tehnikatalitus", "a. Üks\nb. Kaks"),
    )
    source = read(path)
    assert [(module.code, module.title) for module in source.modules] == [
        ("SYS.1.3", "Linuxi server"),
        ("SYS.1.1", "Server"),
    ]
    linux, room = (module.measures[0] for module in source.modules)
    assert (linux.code, linux.title, linux.marks, linux.co_responsible) == ("SYS.1.3.M2", "Kontod", "I", ("Arhitekt",))
    assert (room.co_responsible, room.body) == (("Tehnikatalitus",), "a. Üks\nb. Kaks")


def test_rows_that_repeat_a_code_continue_its_text(tmp_path: Path) -> None:
    headers = ("code", "title", "level", "description")
    path = workbook(
        tmp_path / "m.xlsx",
        headers,
        ("GRC.6.M1", "Kord", "basic", "<p>a. Üks</p><p>b. Kaks</p>"),
        ("GRC.6.M1", None, None, "c. Kolm"),
    )
    (measure,) = build.catalogue(read(path), texts=True).measures
    assert measure.texts == {"a": "Üks", "b": "Kaks", "c": "Kolm"}


def test_one_column_may_hold_the_code_and_the_title(tmp_path: Path) -> None:
    headers = ("Moodul", "Meede", "Liik", "Kirjeldus")
    path = workbook(tmp_path / "m.xlsx", headers, ("SYS.1.3 Linuxi server", "SYS.1.3.M2 Kontod", "Põhimeede", "a. Üks"))
    (module,) = read(path).modules
    assert (module.code, module.measures[0].code, module.measures[0].title) == ("SYS.1.3", "SYS.1.3.M2", "Kontod")


def test_a_sheet_without_the_needed_columns_is_refused_naming_its_headers(tmp_path: Path) -> None:
    path = workbook(tmp_path / "m.xlsx", ("Nr", "Kood", "Selgitus"), (1, "SYS.1.3.M2", "a. Üks"))
    with pytest.raises(InvalidError, match=r"Meetmed: Nr, Kood, Selgitus"):
        read(path)


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="the headers seen are none"):
        read(workbook(tmp_path / "m.xlsx"))


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    path.write_text("kood;nimetus")
    with pytest.raises(InvalidError, match="cannot be read as a spreadsheet"):
        read(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("muu.txt", "tekst")
    with pytest.raises(InvalidError, match="cannot be read as a spreadsheet"):
        read(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "LARGEST", 1000)
    with pytest.raises(InvalidError, match="more than 1000"):
        read(workbook(tmp_path / "m.xlsx", ("code", "title", "level", "description")))

"""RIA's spreadsheet of measures ("meetmete tabel"): columns are found by their headers, in Estonian or English."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from scanner.content.catalogue_import import titles
from scanner.content.catalogue_import.html import plain
from scanner.content.catalogue_import.source import SourceEdition, SourceMeasure, SourceModule
from scanner.errors import InvalidError
from scanner.model.base import Lang
from scanner.model.catalogue import module_of

LARGEST = 300_000_000
"""Bytes after unpacking; a larger workbook is refused before it is opened."""

_HEADERS = {
    "code": ("meetme kood", "meetme tähis", "kood", "tähis", "meede", "measure code", "code", "measure"),
    "title": ("meetme nimetus", "meetme pealkiri", "nimetus", "pealkiri", "measure title", "title", "meede", "measure"),
    "level": ("meetme liik", "meetme tase", "meetme tüüp", "liik", "tase", "tüüp", "level", "measure level", "type"),
    "body": ("meetme sisu", "meetme kirjeldus", "meetme tekst", "sisu", "kirjeldus", "tekst", "description", "content"),
    "module": ("mooduli kood", "mooduli tähis", "moodul", "module code", "module"),
    "module_title": ("mooduli nimetus", "mooduli pealkiri", "module title"),
    "marks": ("turvakomponent", "turvakomponendid", "turbekomponent", "cia", "c-i-a", "security component"),
    "lifecycle": ("elutsükli etapp", "elutsükkel", "lifecycle stage", "lifecycle"),
    "responsible": ("vastutaja", "põhivastutaja", "responsible"),
    "co_responsible": ("lisavastutajad", "lisavastutaja", "kaasvastutajad", "co-responsible", "additional responsible"),
    "threats": ("ohud", "oht", "elementaarohud", "threats"),
}
_REQUIRED = ("code", "title", "level", "body")
_HEADER_ROWS = 20  # the header may stand below a heading


def read(path: Path, *, edition: str, language: Lang, module_titles: Mapping[str, str]) -> SourceEdition:
    """The edition in a workbook; rows that repeat a measure's code continue its text.

    InvalidError when no sheet has the needed columns, naming the headers that were seen.
    """
    modules: dict[str, dict[str, SourceMeasure]] = {}
    named = dict(module_titles)
    for row in _rows(path):
        code = titles.measure_code(row["code"])
        if code is None:
            continue  # headings between modules, notes, empty rows
        module = titles.module_code(row.get("module", "")) or module_of(code)
        if title := row.get("module_title"):
            named[module] = titles.heading(title, module).title
        measures = modules.setdefault(module, {})
        measures[code] = _more(measures[code], row) if code in measures else _measure(code, row)
    return SourceEdition(
        edition=edition,
        language=language,
        origin=f"spreadsheet {path.name}",
        modules=tuple(
            SourceModule(code=code, title=named.get(code, ""), measures=tuple(measures.values()))
            for code, measures in modules.items()
        ),
    )


def _measure(code: str, row: Mapping[str, str]) -> SourceMeasure:
    heading = titles.heading(row["title"] or row["code"], code)
    responsible = " ".join(row.get("responsible", "").split())
    return SourceMeasure(
        code=code,
        title=heading.title,
        level=row["level"],
        body=_lines(row["body"]),
        marks=heading.marks or titles.marks(row.get("marks", "").upper()),
        lifecycle=" ".join(row.get("lifecycle", "").split()),
        responsible=responsible,
        co_responsible=titles.split_roles(row.get("co_responsible", "")) or heading.roles,
        threats=tuple(re.findall(r"G 0\.\d+", row.get("threats", ""))),
    )


def _more(measure: SourceMeasure, row: Mapping[str, str]) -> SourceMeasure:
    return measure.model_copy(update={"body": f"{measure.body}\n{_lines(row['body'])}"})


def _lines(cell: str) -> str:
    """A cell may hold HTML or plain text with line breaks."""
    return plain(cell) if re.search(r"</?(?:p|li|br|ul|ol)\b", cell) else cell


def _rows(path: Path) -> Iterator[dict[str, str]]:
    import openpyxl  # slow to import

    _refuse_bombs(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # noqa: BLE001  # openpyxl raises whatever its XML and zip readers do
        raise InvalidError(f"cannot be read as a spreadsheet: {error}", where=str(path)) from None
    seen: list[str] = []
    found = False
    try:
        for sheet in book.worksheets:
            columns: dict[str, int] | None = None
            for number, cells in enumerate(sheet.iter_rows(values_only=True)):
                values = ["" if cell is None else str(cell) for cell in cells]
                if columns:
                    yield {name: values[at] if at < len(values) else "" for name, at in columns.items()}
                elif number < _HEADER_ROWS:
                    columns = _columns(values)
                    if any(values):
                        seen.append(f"{sheet.title}: {', '.join(value for value in values if value)}")
            found = found or columns is not None
    finally:
        book.close()
    if not found:
        raise InvalidError(
            f"no sheet has columns for {', '.join(_REQUIRED)}; the headers seen are {' | '.join(seen[:10]) or 'none'}",
            where=str(path),
            todo="rename the headers, for example to Meetme kood, Meetme nimetus, Meetme liik, Meetme sisu",
        )


def _columns(values: list[str]) -> dict[str, int] | None:
    """Which column holds what; the name listed first wins where several fit. None unless all needed ones are there."""
    headers = [" ".join(value.split()).casefold().rstrip(":") for value in values]
    columns: dict[str, int] = {}
    for name, known in _HEADERS.items():
        at = next((headers.index(header) for header in known if header in headers), None)
        if at is not None:
            columns[name] = at
    return columns if all(name in columns for name in _REQUIRED) else None


def _refuse_bombs(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (OSError, zipfile.BadZipFile) as error:
        raise InvalidError(f"cannot be read as a spreadsheet: {error}", where=str(path)) from None
    if size > LARGEST:
        raise InvalidError(f"is {size} bytes unpacked, more than {LARGEST}", where=str(path))

"""Reads an edited workbook back: the rows of the action plan and of the observations, and what was exported.

The file comes from people and through mail: it is bounded before it is read, and nothing in it is computed or followed.
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BufferedReader
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from scanner.errors import InvalidError, Problem
from scanner.model import plan_columns as names
from scanner.model.action_plan import FIELDS, LONGEST, Exported, Handed, Stated
from scanner.model.base import Text
from scanner.model.status import PlanStatus, word

LARGEST = 64 << 20
"""Bytes of the file."""
LARGEST_PART = 256 << 20
"""Bytes of one sheet, unpacked."""
LARGEST_WHOLE = 512 << 20
MOST_PARTS = 1000
MOST_ROWS = 50_000
"""Rows of the plan or the observations."""
MOST_COLUMNS = 60
_HEAD_WITHIN = 10
"""The headers stand in one of the first rows."""
_STEP = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAYS = (
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)"),
)
_COLUMNS = {
    "key": names.KEY, "responsible": names.RESPONSIBLE, "deadline": names.DEADLINE, "status": names.STATUS,
    "comment": names.COMMENT, "number": names.NUMBER, "text": names.OBSERVATION,
}  # fmt: skip
_STATUSES = {
    said.strip().casefold(): status
    for status in PlanStatus
    for said in (status.value, word(status).text.et, word(status).text.en)
}


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a file holds for the plan."""

    sha256: str
    rows: tuple[Handed, ...] = ()
    observations: tuple[Handed, ...] = ()
    base: Mapping[str, Exported] = field(default_factory=dict)


def read_workbook(path: Path) -> Workbook:
    """The file's plan. InvalidError with everything that is wrong in it, each with its sheet and cell."""
    try:
        with path.open("rb") as file:
            digest = _bounded(file, path)
            book = load_workbook(file, read_only=True, keep_links=False, rich_text=False)
            return _read(book, path, digest)
    except InvalidError:
        raise
    except OSError as error:
        raise InvalidError(f"cannot be read: {error.strerror}", where=str(path)) from error
    except Exception as error:  # a stranger's file may break the reader anywhere
        raise InvalidError(
            f"this workbook cannot be read: {type(error).__name__}",
            where=str(path),
            todo="open it in a spreadsheet program and save it anew as .xlsx",
        ) from error


def _bounded(file: BufferedReader, path: Path) -> str:
    """The file's digest, if it has a size a person makes. What is declared there bounds what is unpacked."""
    if file.seek(0, os.SEEK_END) > LARGEST:
        raise InvalidError(f"is larger than {LARGEST >> 20} MB", where=str(path), todo="delete the sheet of findings")
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        with zipfile.ZipFile(file) as archive:
            sizes = [entry.file_size for entry in archive.infolist()]
            office = "[Content_Types].xml" in archive.namelist()
    except zipfile.BadZipFile:
        raise InvalidError("is not an XLSX workbook", where=str(path), todo="save it as .xlsx") from None
    if len(sizes) > MOST_PARTS or max(sizes, default=0) > LARGEST_PART or sum(sizes) > LARGEST_WHOLE:
        raise InvalidError(
            f"unpacks to more than {LARGEST_PART >> 20} MB a sheet or {LARGEST_WHOLE >> 20} MB in all",
            where=str(path),
            todo="delete the sheet of findings and save it again: only the action plan is read back",
        )
    if not office:
        raise InvalidError("is a ZIP file, but not an XLSX workbook", where=str(path), todo="save it as .xlsx")
    return digest


def _read(book: Any, path: Path, digest: str) -> Workbook:
    plan, seen = _sheet(book, names.PLAN), _sheet(book, names.OBSERVATIONS)
    if plan is None and seen is None:
        wanted = " or ".join(f"{each.et} ({each.en})" for each in (names.PLAN, names.OBSERVATIONS))
        raise InvalidError(f"has no sheet {wanted}", where=str(path))
    problems: list[Problem] = []
    rows = tuple(_rows(plan, ("key",), problems, path)) if plan else ()
    observations = tuple(_rows(seen, ("number", "text"), problems, path)) if seen else ()
    base = _base(book, problems, path)
    if rows and not base:
        todo = "export the plan anew and copy your edits there; observations alone need no such sheet"
        problems.append(Problem(f"the hidden sheet {names.BASE} is gone: edits cannot be told apart", str(path), todo))
    for column, sheet in (("key", rows), ("number", observations)):
        problems += _twice(sheet, column, path)
    if problems:
        raise InvalidError.of(problems)
    return Workbook(digest, rows, observations, base)


def _sheet(book: Any, name: Text) -> Any:
    meant = {name.et.casefold(), name.en.casefold()}
    return next((page for page in book.worksheets if page.title.strip().casefold() in meant), None)


def _rows(page: Any, needed: tuple[str, ...], problems: list[Problem], path: Path) -> Iterator[Handed]:
    columns: dict[int, str] = {}
    for number, cells in enumerate(page.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS), 1):
        if number > MOST_ROWS:
            problems.append(Problem(f"has more than {MOST_ROWS} rows", f"{path}: {page.title}"))
            return
        if not columns:
            columns = _columns(cells, needed)
            if not columns and number >= _HEAD_WITHIN:
                break
            continue
        yield from _row(page.title, number, cells, columns, problems, path)
    if not columns:
        wanted = ", ".join(f"{_COLUMNS[name].et} ({_COLUMNS[name].en})" for name in needed)
        problems.append(Problem(f"has no row of headers with {wanted}", f"{path}: {page.title}"))


def _columns(cells: Any, needed: tuple[str, ...]) -> dict[int, str]:
    """Field by place, where this is the row of headers."""
    known = {said.casefold(): name for name, text in _COLUMNS.items() for said in (text.et, text.en)}
    found: dict[int, str] = {}
    for index, cell in enumerate(cells):
        name = known.get(str(cell.value or "").strip().casefold())
        if name and name not in found.values():
            found[index] = name
    return found if set(needed) <= set(found.values()) else {}


def _row(
    title: str, number: int, cells: Any, columns: dict[int, str], problems: list[Problem], path: Path
) -> Iterator[Handed]:
    values: dict[str, Any] = {}
    filled = False
    for index, name in columns.items():
        cell = cells[index] if index < len(cells) else None
        filled = filled or (cell is not None and cell.value not in (None, ""))
        try:
            values[name] = _value(name, cell)
        except ValueError as error:
            problems.append(Problem(str(error), f"{path}: {title}!{get_column_letter(index + 1)}{number}"))
    if not filled:
        return
    own = {name: value for name, value in values.items() if name in FIELDS}
    said = {name: str(values.get(name, "")) for name in ("key", "number", "text")}
    if "number" in columns.values() and not said["number"]:
        problems.append(Problem("an observation needs its number", f"{path}: {title}!{number}"))
    yield Handed(f"{title}!{number}", said["key"], own, said["number"], said["text"])


def _value(name: str, cell: Any) -> Any:
    """What a person meant by a cell. ValueError where it is not to be taken for anything."""
    value, kind = (cell.value, cell.data_type) if cell is not None and cell.value is not None else (None, "n")
    if kind == "f":
        raise ValueError("holds a formula: put its value there")
    if kind == "e":
        raise ValueError(f"holds an error of the spreadsheet ({value})")
    if name == "deadline":
        return _day(value)
    text = _text(value)
    if name == "status":
        status = _STATUSES.get(text.casefold()) if text else PlanStatus.OPEN
        if status is None:
            words = ", ".join(word(each).text.et for each in PlanStatus)
            raise ValueError(f"{text[:60]!r} is not a status; there are: {words}")
        return status
    return text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = f"{value:%d.%m.%Y}"
    text = _STEP.sub(lambda found: chr(int(found[1], 16)), str(value)).encode("utf-8", "replace").decode()
    text = names.plain(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > LONGEST:
        raise ValueError(f"is longer than {LONGEST} characters")
    return text


def _day(value: Any) -> date | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    found = value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
    if isinstance(value, str):
        matched = next((match for pattern in _DAYS if (match := pattern.fullmatch(value.strip()))), None)
        try:
            found = matched and date(*(int(matched[part]) for part in "ymd"))
        except ValueError:
            found = None
    if found is None:
        raise ValueError(f"{str(value)[:60]!r} is not a date such as 31.12.2026")
    if not 2000 <= found.year <= 2100:
        raise ValueError(f"{found:%d.%m.%Y} is hardly meant: write a date of this century")
    return found


def _base(book: Any, problems: list[Problem], path: Path) -> dict[str, Exported]:
    page = next((each for each in book.worksheets if each.title == names.BASE), None)
    if page is None:
        return {}
    base: dict[str, Exported] = {}
    places: dict[str, int] = {}
    for number, cells in enumerate(page.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS), 1):
        if not places:
            found = {str(cell.value): index for index, cell in enumerate(cells) if cell.value}
            places = found if set(names.BASE_COLUMNS) <= set(found) else {}
            continue
        try:
            values = {name: _value(name.removeprefix("decided_"), _at(cells, index)) for name, index in places.items()}
        except ValueError as error:
            problems.append(Problem(str(error), f"{path}: {names.BASE}!{number}", "export the plan anew"))
            continue
        shown, decided = (Stated(**{name: values[before + name] for name in FIELDS}) for before in ("", "decided_"))
        base[values["key"]] = Exported(shown, decided)
    return base


def _at(cells: Any, index: int) -> Any:
    return cells[index] if index < len(cells) else None


def _twice(rows: tuple[Handed, ...], column: str, path: Path) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for row in rows:
        said = row.key if column == "key" else row.number
        if said and said in first:
            title = _COLUMNS[column].et
            yield Problem(f"{title} {said[:60]} stands here and in {first[said]}", f"{path}: {row.place}", "keep one")
        first.setdefault(said, row.place)

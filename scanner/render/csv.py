"""The findings as one table for spreadsheets: UTF-8 with a byte-order mark, semicolons, one row of headers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from scanner.model.base import Lang
from scanner.model.report import Report
from scanner.render.cells import safe
from scanner.render.say import Say
from scanner.render.sheets import findings
from scanner.render.sheets.sheet import Value


def parts(report: Report, lang: Lang = "et") -> Iterator[str]:
    """The table in pieces. The marking is its last column, so that it breaks no row and goes where a row goes."""
    say = Say(lang)
    sheet = findings.sheet(report, say)
    head = tuple(column.title for column in sheet.columns)
    if report.marking is None:
        return lines((head, *sheet.rows))
    marking = say.marking(report.marking)
    return lines(row(head, sheet.rows, say("marking_head"), marking))


def row(
    head: tuple[str, ...], rows: Iterable[tuple[Value, ...]], title: str, marking: str
) -> Iterator[tuple[Value, ...]]:
    """The rows with the marking as one more column."""
    yield (*head, title)
    for each in rows:
        yield (*each, marking)


def lines(rows: Iterable[tuple[Value, ...]]) -> Iterator[str]:
    """Rows as CSV text. Days and moments as ISO 8601, which a spreadsheet of any language reads as dates."""
    line = io.StringIO()
    writer = csv.writer(line, delimiter=";", lineterminator="\r\n")
    yield "\ufeff"
    for values in rows:
        writer.writerow([_cell(value) for value in values])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _cell(value: Value) -> str | int | float:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case str():
            return safe(value)
    return value

"""Writes one sheet of a workbook: the marking, the headers, the rows; set up for reading and for A4 landscape."""

from __future__ import annotations

from datetime import date, datetime
from textwrap import wrap
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from scanner.render.cells import xml_text
from scanner.render.say import Say
from scanner.render.sheets.sheet import Column, Row, Sheet, Value

MOST_ROWS = 1_048_576
"""Rows a sheet may have."""
TALLEST = 409
"""Points a row may be high."""
LINE = 15
"""Points of a line of text of 11 points."""
MOST_LINES = TALLEST // LINE
A4 = 9
HEAD, EDITED, RULE = "FF1F3A5F", "FFF7C948", "FFB8C2CC"
"""Colours: headers, headers of columns that people edit, lines between rows."""
FONT = "Calibri"


class Page:
    """One sheet of a workbook that is written row by row."""

    def __init__(self, book: Any, sheet: Sheet, marking: str, printed: str, say: Say, most: int = MOST_ROWS) -> None:
        """marking: the first row; empty for none. printed: its short form, for paper."""
        self._sheet, self._marking, self._printed, self._say, self._most = sheet, marking, printed, say, most
        self._head = 2 if marking else 1
        self._page: Any = book.create_sheet(sheet.name)
        self._styles = {kind: self._styled(kind) for kind in ("text", "number", "day", "moment")}

    def write(self) -> None:
        """The sheet as a whole. What does not fit is counted in its last row."""
        self._set_up()
        if self._marking:
            self._page.append([self._bold(self._marking)])
        self._page.row_dimensions[self._head].height = 3 * LINE
        self._page.append([self._header(column) for column in self._sheet.columns])
        last = max(self._rows(), self._head + 1)
        columns = len(self._sheet.columns)
        if self._sheet.listed and not self._sheet.hidden:
            self._page.auto_filter.ref = f"A{self._head}:{letter(columns)}{last}"
        self._page.print_area = f"A1:{letter(self._sheet.printed or columns)}{last}"
        self._choices(last)
        self._page.close()

    def _rows(self) -> int:
        """Writes the rows; gives the number of the last one."""
        number, left = self._head, 0
        for row in self._sheet.rows:
            if number >= self._most - 1:
                left += 1
                continue
            number += 1
            self._put(number, row)
        if left:
            number += 1
            self._page.append([self._bold(self._say("x_cut", left=self._say.number(left)))])
        return number

    def _put(self, number: int, row: Row) -> None:
        if not self._sheet.wrapped:
            self._page.append(None if value is None else self._filled(value) for value in row)
            return
        self._page.row_dimensions[number].height = self._height(row)
        self._page.append(self._filled("" if value is None else value) for value in row)
        del self._page.row_dimensions[number]  # it is written; keeping it would hold every row in memory

    def _height(self, row: Row) -> int:
        """How high the row must be for what goes on paper. Not every program finds out by itself."""
        lines, shown = 1, self._sheet.printed or len(row)
        for column, value in zip(self._sheet.columns[:shown], row[:shown], strict=True):
            if isinstance(value, str):
                told = (len(wrap(part, column.width, max_lines=MOST_LINES)) for part in value.split("\n"))
                lines = max(lines, sum(max(1, each) for each in told))
        return min(TALLEST, lines * LINE)

    def _set_up(self) -> None:
        page = self._page
        for place, column in enumerate(self._sheet.columns, 1):
            page.column_dimensions[letter(place)].width = column.width
        page.freeze_panes = f"A{self._head + 1}"
        page.print_title_rows = f"1:{self._head}"
        page.page_setup.orientation, page.page_setup.paperSize = "landscape", A4
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.page_margins.left = page.page_margins.right = 0.4
        page.oddHeader.left.text = _on_paper(self._sheet.name)
        page.oddHeader.right.text = _on_paper(self._printed)
        page.oddFooter.right.text = "&P / &N"
        if self._sheet.hidden:
            page.sheet_state = "hidden"

    def _choices(self, last: int) -> None:
        """Lists of words to choose from, also in rows that are still to be written."""
        for place, column in enumerate(self._sheet.columns, 1):
            if column.choices:
                rule = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
                rule.add(f"{letter(place)}{self._head + 1}:{letter(place)}{last + 200}")
                self._page.data_validations.append(rule)

    def _filled(self, value: Value) -> Any:
        """A styled cell with the value. What is text is told to be text, so that nothing in it is ever a formula."""
        match value:
            case str():
                kind, typed, value = "text", "s", xml_text(value)
            case datetime():
                kind, typed = "moment", "d"
            case date():
                kind, typed = "day", "d"
            case _:
                kind, typed = "number", "n"
        cell = self._styles[kind]  # one for each kind, filled anew: making a cell takes longer than writing it
        cell.value, cell.data_type = value, typed
        return cell

    def _styled(self, kind: str) -> Any:
        cell: Any = WriteOnlyCell(self._page)
        cell.font = Font(name=FONT, size=11)
        side = None if kind == "text" else "center" if self._sheet.listed else "left"
        cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=kind == "text" and self._sheet.wrapped)
        if self._sheet.wrapped:
            cell.border = Border(bottom=Side("thin", color=RULE))
        cell.number_format = {"day": "dd.mm.yyyy", "moment": "dd.mm.yyyy hh:mm"}.get(kind, "General")
        return cell

    def _header(self, column: Column) -> Any:
        cell = self._bold(column.title)
        cell.fill = PatternFill("solid", fgColor=EDITED if column.edited else HEAD)
        cell.font = Font(name=FONT, size=11, bold=True, color="FF000000" if column.edited else "FFFFFFFF")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        return cell

    def _bold(self, text: str) -> Any:
        cell: Any = WriteOnlyCell(self._page)
        cell.value, cell.data_type = xml_text(text), "s"
        cell.font = Font(name=FONT, size=11, bold=True)
        return cell


def _on_paper(text: str) -> str:
    """Text for the head of a printed page: & begins a command there, and 255 characters are all there is."""
    return text[:110].replace("&", "&&")

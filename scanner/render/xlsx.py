"""The workbook (XLSX) for spreadsheet people: overview, gaps, action plan, measures, protection, hosts, findings."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from scanner.model.base import Lang
from scanner.model.report import Marking, Report
from scanner.render.cells import xml_text
from scanner.render.say import Say, visible
from scanner.render.sheets import accounts, findings, gaps, hosts, measures, overview, plan, protection
from scanner.render.sheets.sheet import Sheet


def render(report: Report, lang: Lang = "et") -> bytes:
    """The whole file. The same report gives the same bytes. Rows are written as they are made, none are held."""
    from openpyxl import Workbook  # it takes longer to load than most commands take
    from openpyxl.writer.excel import ExcelWriter

    from scanner.render.worksheet import Page

    say = Say(lang)
    book: Any = Workbook(write_only=True)
    made = report.run.finished.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about = book.properties
    about.created = about.modified = made
    about.creator = f"eits-scan {report.run.version}"
    about.title = xml_text(f"{say('title')} {report.run.id}")
    about.subject = marking = xml_text(say.marking(report.marking)) if report.marking else ""
    printed = _printed(report.marking, say) if report.marking else ""
    for sheet in sheets(report, say):
        Page(book, sheet, marking, printed, say).write()
    whole = io.BytesIO()
    ExcelWriter(book, _Archive(whole, made)).save()
    return whole.getvalue()


def sheets(report: Report, say: Say) -> Iterator[Sheet]:
    """Every sheet of the workbook in its order."""
    yield overview.sheet(report, say)
    yield gaps.sheet(report, say)
    actions, observations, base = plan.sheets(report, say)
    yield actions
    yield measures.sheet(report, say)
    yield protection.sheet(report, say)
    yield accounts.sheet(report, say)
    yield hosts.sheet(report, say)
    yield observations
    yield findings.sheet(report, say)
    yield base


def _printed(marking: Marking, say: Say) -> str:
    """The marking on each printed page; the whole of it is the first row of each sheet."""
    told = (marking.text, marking.agency, say("marking_until", date=say.date(marking.until)))
    return visible(" · ".join(filter(None, told)))


class _Archive(ZipFile):
    """A ZIP whose entries all have the time of the run."""

    def __init__(self, file: io.BytesIO, made: datetime) -> None:
        super().__init__(file, "w", ZIP_DEFLATED)
        self._made = made.timetuple()[:6]

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """A part that openpyxl has as text."""
        super().writestr(self._entry(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """A part that openpyxl has in a file."""
        with Path(filename).open("rb") as source, self.open(self._entry(arcname or filename), "w") as target:
            shutil.copyfileobj(source, target, 1 << 20)

    def _entry(self, name: Any) -> ZipInfo:
        entry = ZipInfo(str(name), self._made)
        entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, 0o600 << 16, 3
        return entry

"""Writes a report's files: whole or not at all, readable by their owner only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from scanner import whole_file
from scanner.errors import UnseenError
from scanner.model.base import Lang
from scanner.model.report import Report
from scanner.model.settings import ReportSettings
from scanner.render.formats import FORMATS, Audience

_PAGE: tuple[Audience, str] = ("specialist", "html")


def write_reports(
    report: Report,
    folder: Path,
    language: Lang,
    wanted: ReportSettings,
    output: Path | None = None,
    narrowed: tuple[str, ...] = (),
) -> list[Path]:
    """Each document that is wanted, named after the run; a format that has none for a reader is left out.

    `output` names the specialist's HTML file instead, which is then always written; the others go beside it. `narrowed`
    is what the report is narrowed to, such as an owner.
    """
    stem, folder = (output.stem, output.parent) if output else (report.run.id, folder)
    documents: dict[tuple[Audience, str], None] = {
        (audience, name): None for audience in wanted.audiences for name in wanted.formats
    }
    if output:
        documents = {_PAGE: None, **documents}
    written = []
    for audience, name in documents:
        if render := FORMATS[name].document(audience):
            own = output if (audience, name) == _PAGE else None
            path = own or folder / document_name(stem, FORMATS[name].suffix, audience, *narrowed)
            write(path, render(report, language))
            written.append(path)
    return written


def write(path: Path, content: str | bytes | Iterable[str]) -> None:
    """A file of mode 0600 that is there whole or not at all.

    Raises UnseenError where it cannot be written; the run itself is in the history by then.
    """
    try:
        whole_file.write(path, pieces(content))
    except OSError as error:
        raise UnseenError(
            f"the report cannot be written: {error.strerror}",
            where=str(path),
            todo="the findings are saved: mend that, then `eits-scan report latest -i INVENTORY` writes it",
        ) from error


def pieces(content: str | bytes | Iterable[str]) -> Iterable[bytes]:
    """What a format gives, as the bytes of its file."""
    if isinstance(content, bytes):
        return (content,)
    return (part.encode() for part in ([content] if isinstance(content, str) else content))


def document_name(run: str, suffix: str, audience: str = "specialist", *narrowed: str) -> str:
    """The file of one document: the run, whom it is for where not the specialist, and what it is narrowed to."""
    readers = "" if audience == "specialist" else f"-{audience}"
    whose = "".join("-" + re.sub(r"[^\w.-]+", "_", name)[:40].strip(".") for name in narrowed)
    return f"{run}{readers}{whose}{suffix}"

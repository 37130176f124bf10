"""Import one edition from wherever it is: this chooses the reader, the readers know their source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from scanner.content import catalogue as editions
from scanner.content.catalogue_import import build, folder, metadata, portal, portal_answers, saved, spreadsheet
from scanner.content.catalogue_import.source import SourceEdition, SourceModule
from scanner.errors import InvalidError, UsageError
from scanner.model.base import Lang
from scanner.model.catalogue import Catalogue


def import_edition(
    source: str,
    *,
    edition: str | None = None,
    language: Lang = "et",
    texts: bool = True,
    extra: Path | None = None,
    module_titles: Mapping[str, str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Catalogue:
    """The edition found at `source`: the portal's address, a folder, a JSON file or a workbook.

    `texts=False` leaves only facts. `extra` is a JSON file with asset tags, sector profiles and ISO codes per measure.
    `module_titles` serves sources that do not state titles. UsageError when the edition is not clear or the source does
    not exist, InvalidError when it cannot be read whole, UnseenError when the portal does not answer.
    """
    if source.startswith(("http://", "https://")):
        read = portal.read(source, edition=edition, language=language, progress=progress)
    else:
        read = _from_disk(Path(source), edition, language, module_titles or {})
    catalogue = build.catalogue(read, texts=texts)
    if extra:
        rows = folder.load_json(extra)
        if not metadata.is_metadata(rows):
            raise InvalidError("is no list of measures with tags and profiles", where=str(extra))
        catalogue = metadata.add(catalogue, rows, str(extra))
    return catalogue


def known_titles(checks: Path) -> dict[str, str]:
    """Titles of modules from the shipped editions, the newest edition's where they differ."""
    return {
        module.code: module.title
        for edition in editions.editions(checks, None)
        for module in editions.load(edition, checks=checks).modules
    }


def _from_disk(path: Path, edition: str | None, language: Lang, module_titles: Mapping[str, str]) -> SourceEdition:
    if path.is_dir():
        return folder.read(path, edition=edition, language=language)
    if not path.is_file():
        raise UsageError("there is no such file or folder", where=str(path))
    if path.suffix.casefold() in (".xlsx", ".xlsm"):
        named = _named(edition, path)
        return spreadsheet.read(path, edition=named, language=language, module_titles=module_titles)
    data = folder.load_json(path)
    if portal_answers.modules_in(data):
        return folder.read(path, edition=edition, language=language)
    try:
        modules = _saved(data, module_titles)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InvalidError(f"is no catalogue in a known form: {error!r}", where=str(path)) from None
    if modules is None:
        raise InvalidError(
            "is no catalogue in a known form: neither a list of measures nor a list of modules with measures",
            where=str(path),
            todo="for saved answers of the portal, give the folder they lie in",
        )
    return SourceEdition(edition=_named(edition, path), language=language, origin=f"file {path.name}", modules=modules)


def _saved(data: object, module_titles: Mapping[str, str]) -> tuple[SourceModule, ...] | None:
    if isinstance(data, list) and saved.is_flat(data):
        return saved.read_flat(data, module_titles)
    if isinstance(data, list) and saved.is_nested(data):
        return saved.read_nested(data)
    return None


def _named(edition: str | None, path: Path) -> str:
    if edition is None:
        raise UsageError("the file does not say which edition it is", where=str(path), todo="name it with --edition")
    return edition

"""A folder of the portal's JSON answers, saved earlier by whatever means: file names do not matter, contents do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from scanner.content.catalogue_import import portal_answers, titles
from scanner.content.catalogue_import.portal_answers import ModuleAnswer
from scanner.content.catalogue_import.source import SourceEdition
from scanner.errors import InvalidError, Problem, UsageError
from scanner.model.base import Lang

LARGEST = 20_000_000
"""Bytes of one JSON file; the largest answer of the portal is far below."""


def read(folder: Path, *, edition: str | None, language: Lang) -> SourceEdition:
    """The edition a folder, or one file of gathered answers, holds. Without `edition` it must hold one only.

    InvalidError names every unreadable file and, where a saved list of modules says so, every module without an answer.
    """
    answers: list[ModuleAnswer] = []
    listed: set[str] = set()
    problems: list[Problem] = []
    for path in [folder] if folder.is_file() else sorted(folder.rglob("*.json")):
        try:
            data = load_json(path)
            found = portal_answers.modules_in(data)
            answers += [portal_answers.read_module(each, str(path)) for each in found]
            listed |= set() if found else set(_listed(data))
        except InvalidError as error:
            problems += error.problems
    if problems:
        raise InvalidError.of(problems)
    chosen = _only_edition(answers, edition, language, folder)
    # An answer saved twice is harmless; two that differ leave the same measure twice, which the build refuses.
    mine = dict.fromkeys(a.module for a in answers if a.edition == chosen and a.language == language)
    if missing := sorted(listed - {module.code for module in mine}):
        raise InvalidError(
            f"the saved list of modules names {', '.join(missing)}, but their answers are not in the folder",
            where=str(folder),
            todo="save the missing answers too; half an edition is not imported",
        )
    return SourceEdition(
        edition=chosen, language=language, origin=f"saved answers in {folder.name}", modules=tuple(mine)
    )


def load_json(path: Path) -> Any:
    """One JSON file; InvalidError when it is too large, unreadable or not JSON."""
    try:
        if path.stat().st_size > LARGEST:
            raise InvalidError(f"is larger than {LARGEST} bytes", where=str(path))
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise InvalidError(f"cannot be read as JSON: {error}", where=str(path)) from None


def _listed(data: Any) -> Iterator[str]:
    """Module codes of an answer that only lists modules, whether flat or nested in groups."""
    if isinstance(data, dict):
        if code := titles.module_code(str(data.get("moduleCode", ""))):
            yield code
        for name in ("modules", "moduleGroups", "moduleSubgroups"):
            yield from _listed(data.get(name))
    elif isinstance(data, list):
        for part in data:
            yield from _listed(part)


def _only_edition(answers: Iterable[ModuleAnswer], edition: str | None, language: Lang, folder: Path) -> str:
    held = sorted({answer.edition for answer in answers if answer.language == language})
    if edition is None and len(held) == 1:
        return held[0]
    if edition in held and edition is not None:
        return edition
    found = f"it holds {', '.join(held)} in this language" if held else "it holds no module's answer in this language"
    raise UsageError(
        f"which edition to import is not clear: {found}", where=str(folder), todo="name one with --edition"
    )

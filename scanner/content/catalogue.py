"""Load and write editions of the catalogue: the shipped facts, and what an agency imported into its workspace."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from scanner.errors import InvalidError, Problem, UsageError
from scanner.model.base import Lang
from scanner.model.catalogue import Catalogue

# What the shipped facts know and an imported edition may not: filled from the facts where the import left it empty.
_FILLED = ("lifecycle", "responsible", "co_responsible", "threats", "iso", "tags", "profiles")


def shipped_path(checks: Path, edition: str) -> Path:
    """Where the facts of an edition lie among the content."""
    return checks / "eits" / edition / "catalogue.json"


def workspace_path(workspace: Path, edition: str, language: Lang) -> Path:
    """Where an imported edition lies in the workspace."""
    return workspace / "catalogue" / edition / f"{language}.json"


def editions(checks: Path, workspace: Path | None) -> tuple[str, ...]:
    """Every edition there is, oldest name first, shipped or imported."""
    names = {path.parent.name for path in (checks / "eits").glob("*/catalogue.json")}
    if workspace:
        names |= {path.parent.name for path in (workspace / "catalogue").glob("*/*.json")}
    return tuple(sorted(names))


def load(edition: str, *, checks: Path, workspace: Path | None = None, language: Lang = "et") -> Catalogue:
    """One edition: the imported one where there is one, completed by the shipped facts.

    Where it was not imported in `language`, its import in the other language serves. UsageError when the edition is
    neither shipped nor imported; InvalidError when a file is broken.
    """
    shipped = shipped_path(checks, edition)
    facts = read(shipped) if shipped.is_file() else None
    languages: tuple[Lang, ...] = (language, "en" if language == "et" else "et")
    imported = [workspace_path(workspace, edition, each) for each in languages] if workspace else []
    if own := next((read(path) for path in imported if path.is_file()), None):
        return complete(own, facts) if facts else own
    if facts:
        return facts
    raise UsageError(
        f"there is no E-ITS edition {edition}",
        todo=f"known editions: {', '.join(editions(checks, workspace)) or 'none'};"
        " another one is brought in by `eits-scan catalogue import`",
    )


def complete(imported: Catalogue, facts: Catalogue) -> Catalogue:
    """The imported edition with those facts its source did not state; what it states itself always wins."""
    measures = []
    for measure in imported.measures:
        known = facts.by_code.get(measure.code)
        missing = {name: getattr(known, name) for name in _FILLED if known and not getattr(measure, name)}
        measures.append(measure.model_copy(update=missing) if missing else measure)
    modules = tuple(
        module if module.title or module.code not in facts.modules_by_code else facts.modules_by_code[module.code]
        for module in imported.modules
    )
    return imported.model_copy(update={"modules": modules, "measures": tuple(measures)})


def read(path: Path) -> Catalogue:
    """One catalogue file; InvalidError says where it is broken and how to get a whole one."""
    todo = "import the edition again, or restore the file"
    try:
        return Catalogue.model_validate_json(path.read_bytes())
    except OSError as error:
        raise InvalidError(f"cannot be read: {error.strerror}", where=str(path), todo=todo) from error
    except ValidationError as error:
        raise InvalidError.of(
            Problem(f"{'.'.join(map(str, e['loc']))}: {e['msg']}", str(path), todo) for e in error.errors()[:20]
        ) from None


def write(catalogue: Catalogue, path: Path) -> None:
    """Write a catalogue file whole or not at all; InvalidError when the place cannot be written."""
    draft = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(dumps(catalogue), encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise InvalidError(f"cannot be written: {error.strerror}", where=str(path)) from error


def dumps(catalogue: Catalogue) -> str:
    """The file's text: JSON with one module or measure per line, so that a change reads as a diff; no empty fields."""
    head = {
        "schema": catalogue.format,
        "edition": catalogue.edition,
        "language": catalogue.language,
        "source": catalogue.source,
    }
    modules = [module.model_dump() for module in catalogue.modules]
    measures = [measure.model_dump(mode="json", exclude_defaults=True) for measure in catalogue.measures]
    start = ",\n".join(f"{_json(name)}: {_json(value)}" for name, value in head.items())
    return f'{{\n{start},\n"modules": {_lines(modules)},\n"measures": {_lines(measures)}\n}}\n'


def _lines(rows: list[dict[str, object]]) -> str:
    return "[\n" + ",\n".join(_json(row) for row in rows) + "\n]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

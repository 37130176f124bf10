"""The settings file `eits-scan.toml`: where it is found, and what it says. A site without one has the defaults."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from scanner.content.toml_file import Places, load
from scanner.errors import InvalidError, Problem
from scanner.model.settings import Settings

FILE = "eits-scan.toml"
_ELSEWHERE: dict[tuple[str | int, ...], str] = {
    ("agency",): "name and area (kaitseala) of the agency stand in targets.yaml",
    ("marking", "until"): "say for how many years the restriction holds: years = 5",
}
"""What people look for here, and where it is."""
_IS = {
    "bool_type": "is true or false",
    "int_type": "is a whole number",
    "string_type": "is text between quotes",
    "tuple_type": "is a list in square brackets",
    "literal_error": "is {expected}",
    "greater_than_equal": "is {ge} or more",
    "less_than_equal": "is {le} or less",
}
"""What a setting is, by the kind of mistake as pydantic names it."""


def find(inventories: Sequence[Path], workspace: Path) -> Path | None:
    """The settings file in the first inventory's folder, or in the folder above it, or in the workspace; the first.

    InvalidError for a file that other accounts may change or replace: settings decide where reports go.
    """
    folders: list[Path] = []
    for inventory in inventories[:1]:
        beside = inventory.absolute() if inventory.is_dir() else inventory.absolute().parent
        folders += [beside, beside.parent]
    found = next((folder / FILE for folder in (*folders, workspace) if (folder / FILE).is_file()), None)
    for part in (found, found.parent) if found else ():
        if part.stat().st_mode & stat.S_IWOTH:
            raise InvalidError("every account may change the settings", where=str(part), todo=f"chmod o-w {part}")
    return found


def read(path: Path | None, formats: Iterable[str] = ()) -> Settings:
    """What the file says; without a file, the defaults. `formats` are those there are; none means that any will do.

    InvalidError with everything that is wrong in it, each with its line.
    """
    if path is None:
        return Settings()
    data, places, problems = load(path)
    if problems:
        raise InvalidError.of(problems)
    try:
        # As JSON, because only there pydantic takes a list for a tuple and yet no text for a number.
        text = json.dumps(data, default=str)
        return Settings.model_validate_json(text, strict=True, context={"formats": tuple(formats)})
    except ValidationError as error:
        raise InvalidError.of(_problem(places, each) for each in _in_order(places, error)) from None


def digest(settings: Settings) -> str:
    """SHA-256 of all values in force, defaults included, in hex. Comments and order do not change it."""
    return hashlib.sha256(settings.model_dump_json().encode()).hexdigest()


def _in_order(places: Places, error: ValidationError) -> list[Any]:
    return sorted(error.errors(), key=lambda each: places.place(each["loc"]))


def _problem(places: Places, error: Any) -> Problem:
    location, kind = error["loc"], error["type"]
    name = ".".join(step for step in location if isinstance(step, str))
    if kind == "extra_forbidden":
        what = "section" if len(location) == 1 else "setting"
        return places.problem(location, f"there is no {what} {name}", _near(location))
    if kind == "model_type":
        return places.problem(location, f"{name} is a section", f"begin it with the line [{name}]")
    if kind.endswith("too_short"):
        return places.problem(location, f"{name} may not be empty")
    if kind in _IS:
        given = json.dumps(error["input"], ensure_ascii=False)
        return places.problem(location, f"{name} {_IS[kind].format(**error.get('ctx', {}))}, not {given}")
    return places.problem(location, f"{name}: {error['msg'].removeprefix('Value error, ')}")


def _near(location: tuple[str | int, ...]) -> str:
    if location in _ELSEWHERE:
        return _ELSEWHERE[location]
    model: type[BaseModel] = Settings
    for step in location[:-1]:
        field = model.model_fields.get(str(step))
        if field is None or not isinstance(field.annotation, type) or not issubclass(field.annotation, BaseModel):
            return ""
        model = field.annotation
    names = list(model.model_fields)
    near = get_close_matches(str(location[-1]), names, n=2)
    return f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(names)}"

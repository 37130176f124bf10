"""The settings described from their model: docs/settings.md, and the example file that `eits-scan init` writes."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scanner.model.section import About, Section
from scanner.model.settings import Settings

HEAD = """# Settings: `eits-scan.toml`

One file holds what a site decides for all commands. Every setting is optional. `eits-scan init DIR` writes an example
with all of them; `eits-scan doctor` reads the file and explains every problem with file, line and column.

Every command takes the first of these:

1. `--settings FILE`;
2. `eits-scan.toml` in the folder of the first inventory, else in the folder above it;
3. `eits-scan.toml` in the workspace (`--home`);
4. the defaults below.

A file that every account of the machine may change is refused, unless `--settings` names it. The agency's name and area
stand in `targets.yaml` ([modelling.md](modelling.md)), not here. Each run keeps the SHA-256 of all values in force
(`settings_sha256`). No setting is a secret: the file may lie in version control.

The tables are written from the model; `make golden` writes them anew.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as the page and the example show it; `kind` is a word in each language."""

    name: str
    kind: About
    default: Any
    example: Any
    about: About


def sections() -> Iterator[tuple[str, type[Section], list[Row]]]:
    """Each section in the file's order: its name, its model, its settings."""
    for name, field in Settings.model_fields.items():
        model = field.annotation
        if not (isinstance(model, type) and issubclass(model, Section)):
            raise TypeError(f"{name} of Settings is no Section")
        yield name, model, list(_rows(model))


def markdown() -> str:
    """The page docs/settings.md."""
    parts = [HEAD]
    for name, model, rows in sections():
        parts.append(f"## [{name}]\n\n{model.ABOUT.en} / {model.ABOUT.et}\n")
        lines = ["| setting | type | default | meaning | tähendus |", "|---|---|---|---|---|"]
        lines += [
            f"| `{row.name}` | {row.kind.en} | `{_toml(row.default)}` | {row.about.en} | {row.about.et} |"
            for row in rows
        ]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def example() -> str:
    """An example settings file in Estonian. Every setting stands in a comment with its default."""
    lines = [
        "# eits-scani seaded. Iga seade on vabatahtlik: kommentaariks märgitud real on vaikeväärtus või näide.",
        "# Muutmiseks eemaldage rea algusest „# “. Faili kontrollib käsk `eits-scan doctor`.",
        "# Asutuse nimi ja kaitseala on failis targets.yaml.",
    ]
    for name, model, rows in sections():
        lines += ["", *_comment(model.ABOUT.et), f"[{name}]"]
        for row in rows:
            value = row.default if row.example is None else row.example
            about = f"{row.about.et[0].upper()}{row.about.et[1:]} ({row.kind.et})."
            lines += [*_comment(about), f"# {row.name} = {_toml(value)}"]
    return "\n".join(lines) + "\n"


def _rows(model: type[Section]) -> Iterator[Row]:
    described = model.model_json_schema()["properties"]
    for name, field in model.model_fields.items():
        about = next((each for each in field.metadata if isinstance(each, About)), None)
        if about is None:
            raise TypeError(f"{name} of {model.__name__} does not say what it is for")
        example = field.examples[0] if field.examples else None
        yield Row(name, _kind(described[name]), field.get_default(), example, about)


def _kind(schema: Mapping[str, Any]) -> About:
    if values := schema.get("enum"):
        *others, last = (f'"{value}"' for value in values)
        return About(et=f"{', '.join(others)} või {last}", en=f"{', '.join(others)} or {last}")
    if schema["type"] == "array":
        of = _kind(schema["items"])
        return About(et=f"loend – {of.et}", en=f"list – {of.en}")
    if schema["type"] == "integer":
        limits = f"{schema['minimum']}–{schema['maximum']}"
        return About(et=f"täisarv {limits}", en=f"whole number {limits}")
    return {
        "boolean": About(et="true või false", en="true or false"),
        "string": About(et="tekst", en="text"),
    }[schema["type"]]


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, 100, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def _toml(value: Any) -> str:
    """The value as TOML: for texts, numbers, true, false and lists of them JSON is written the same."""
    return json.dumps(value, ensure_ascii=False)

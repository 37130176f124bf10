"""Two saved forms of an edition: a flat list of measures, and a list of modules with their measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scanner.content.catalogue_import import titles
from scanner.content.catalogue_import.html import plain
from scanner.content.catalogue_import.source import SourceMeasure, SourceModule

Titles = Mapping[str, str]


def is_flat(answer: object) -> bool:
    """True for a list of measures `{mid, pid, level, title, content, …}`."""
    return isinstance(answer, list) and bool(answer) and isinstance(answer[0], dict) and "mid" in answer[0]


def is_nested(answer: object) -> bool:
    """True for a list of modules `{code, title, measures: [{code, title, group, description, …}]}`."""
    return isinstance(answer, list) and bool(answer) and isinstance(answer[0], dict) and "measures" in answer[0]


def read_flat(rows: list[dict[str, Any]], module_titles: Titles) -> tuple[SourceModule, ...]:
    """Modules of the flat form. It does not state their titles; one that `module_titles` lacks stays empty.

    KeyError or TypeError where a field is missing or has another type: the caller says where.
    """
    modules: dict[str, list[SourceMeasure]] = {}
    for row in rows:
        heading = titles.heading(row["title"], row["mid"])
        modules.setdefault(row["pid"], []).append(
            SourceMeasure(
                code=row["mid"],
                title=heading.title,
                level=row["level"],
                body=plain(row["content"].replace("[NL]", "<br>")),
                marks=titles.marks(row.get("cia") or heading.marks),
                lifecycle=row.get("lifecycle") or "",
                responsible=row.get("responsible") or "",
                co_responsible=titles.split_roles(row.get("assignee") or ""),
            )
        )
    return tuple(
        SourceModule(code=code, title=module_titles.get(code, ""), measures=tuple(measures))
        for code, measures in modules.items()
    )


def read_nested(rows: list[dict[str, Any]]) -> tuple[SourceModule, ...]:
    """Modules of the nested form; in its `assignees` the responsible role comes last. Errors as in `read_flat`."""
    return tuple(
        SourceModule(
            code=row["code"],
            title=titles.heading(row["title"], row["code"]).title,
            measures=tuple(_nested_measure(measure) for measure in row["measures"]),
        )
        for row in rows
    )


def _nested_measure(row: dict[str, Any]) -> SourceMeasure:
    heading = titles.heading(row["title"], row["code"])
    roles = tuple(row.get("assignees") or ())
    return SourceMeasure(
        code=row["code"],
        title=heading.title,
        level=row["group"],
        body=row["description"],
        marks=titles.marks(row.get("security_code") or heading.marks),
        lifecycle=row.get("lifecycle") or "",
        responsible=roles[-1] if roles else "",
        co_responsible=roles[:-1],
        threats=tuple(row.get("risks") or ()),
    )

"""The JSON answers of RIA's portal, whether fetched just now or saved earlier, to modules and measures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scanner.content.catalogue_import import titles
from scanner.content.catalogue_import.html import plain
from scanner.content.catalogue_import.source import SourceMeasure, SourceModule
from scanner.errors import InvalidError, Problem

# The paragraphs a measure's body begins with, in the two languages of the portal.
_LABELS = {
    "vastutaja": "responsible",
    "responsible": "responsible",
    "lisavastutajad": "co_responsible",
    "additional responsible": "co_responsible",
    "elutsükli etapp": "lifecycle",
    "life cycle phase": "lifecycle",
    "lifecycle phase": "lifecycle",
    "lifecycle stage": "lifecycle",
    "turvakomponent": "marks",
    "security component": "marks",
}
_LABELLED = re.compile(r"([^:]{3,30}):\s*(.*)")


class _Answer(BaseModel):
    """Fields the portal adds later are left alone; those used here must have their type."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _Measure(_Answer):
    measure_code: str = Field(alias="measureCode")
    measure_title: str = Field(alias="measureTitle")
    body: str = ""
    assignees: list[Any] = Field(default_factory=list)
    security_codes: list[Any] = Field(default_factory=list, alias="securityCodes")


class _Group(_Answer):
    group_code: str = Field(default="", alias="groupCode")
    group_title: str = Field(default="", alias="groupTitle")
    measures: list[_Measure] = Field(default_factory=list)


class _Module(_Answer):
    version: str
    lang: str = "et"
    module_code: str = Field(alias="moduleCode")
    module_title: str = Field(alias="moduleTitle")
    groups: list[_Group] = Field(alias="measureDetails")


class ModuleAnswer(BaseModel):
    """One module's answer, read: for which edition and in which language."""

    model_config = ConfigDict(frozen=True)

    edition: str
    language: str
    module: SourceModule


def is_module(answer: object) -> bool:
    """True for the answer that holds one module with its measures."""
    return isinstance(answer, dict) and "moduleCode" in answer and "measureDetails" in answer


def modules_in(data: object) -> list[object]:
    """Module answers in one saved file: the answer itself, or a file that gathers many of them."""
    if is_module(data):
        return [data]
    inner = data.get("modules") if isinstance(data, dict) else data
    parts = inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list) else ()
    return [part for part in parts if is_module(part)]


def read_module(answer: object, where: str) -> ModuleAnswer:
    """One module from its answer; InvalidError says which fields do not have the documented shape."""
    try:
        raw = _Module.model_validate(answer)
        code = titles.module_code(raw.module_code)
        if code is None:
            raise ValueError(f"moduleCode {raw.module_code!r} is not a module code")
        title = titles.heading(raw.module_title, code).title
        return ModuleAnswer(
            edition=raw.version,
            language=raw.lang,
            module=SourceModule(code=code, title=title, measures=tuple(_measures(raw))),
        )
    except ValidationError as error:
        raise InvalidError.of(
            Problem(f"{'.'.join(map(str, e['loc']))}: {e['msg']}", where, "the answer lacks the documented shape")
            for e in error.errors()
        ) from None
    except ValueError as error:
        raise InvalidError(str(error), where=where) from None


def _measures(module: _Module) -> Iterator[SourceMeasure]:
    for group in module.groups:
        for raw in group.measures:
            code = titles.measure_code(raw.measure_code) or titles.measure_code(raw.measure_title)
            if code is None:
                raise ValueError(f"measureCode {raw.measure_code!r} does not begin with a measure code")
            heading = titles.heading(raw.measure_title, code)
            head, body = _parts(plain(raw.body))
            named = tuple(_name(role) for role in raw.assignees)
            responsible = head.get("responsible", "")
            others = heading.roles or titles.split_roles(head.get("co_responsible", "")) or named
            yield SourceMeasure(
                code=code,
                title=heading.title,
                level=group.group_title if titles.level(group.group_title) else group.group_code,
                body=body,
                marks=heading.marks
                or titles.marks(head.get("marks", ""))
                or titles.marks("".join(_name(mark) for mark in raw.security_codes)),
                lifecycle=head.get("lifecycle", ""),
                responsible=responsible,
                co_responsible=tuple(role for role in others if role and role != responsible),
            )


def _parts(text: str) -> tuple[dict[str, str], str]:
    """The labelled paragraphs in front, and the text after them; an unknown label is text."""
    lines = text.splitlines()
    head: dict[str, str] = {}
    for number, line in enumerate(lines):
        found = _LABELLED.fullmatch(line)
        name = _LABELS.get(" ".join(found[1].split()).casefold()) if found else None
        if not found or name is None:
            return head, "\n".join(lines[number:])
        head[name] = found[2].strip()
    return head, ""


def _name(value: object) -> str:
    """A role or mark, which clients of the portal have seen as text and as an object with a name or code."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("title") or value.get("code") or ""
    return " ".join(str(value).split())

"""What every reader of an edition hands over: modules and measures as the source states them, already plain text."""

from __future__ import annotations

from scanner.model.base import Frozen, Lang


class SourceMeasure(Frozen):
    """A measure as read. `body` is its text, one line per paragraph or bullet; bullets begin with `* `."""

    code: str
    title: str
    level: str
    body: str
    marks: str = ""
    lifecycle: str = ""
    responsible: str = ""
    co_responsible: tuple[str, ...] = ()
    threats: tuple[str, ...] = ()


class SourceModule(Frozen):
    """A module as read. `title` may be empty where the source does not state it."""

    code: str
    title: str
    measures: tuple[SourceMeasure, ...]


class SourceEdition(Frozen):
    """One edition as read; `origin` says from where, in a few words."""

    edition: str
    language: Lang
    origin: str
    modules: tuple[SourceModule, ...]

"""A sheet: its columns and its rows, as values. Who writes it makes them safe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from scanner.render.say import ZONE

Value: TypeAlias = str | int | float | date | datetime | None
Row: TypeAlias = tuple[Value, ...]
MOST_NAMES = 30
"""Hosts named in one cell; the sheet of findings has them all."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `width` in characters. `choices` are the only words its cells may hold; `edited` by people."""

    title: str
    width: int = 14
    edited: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows` may be made as they are written. A hidden one is for programs."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    hidden: bool = False
    listed: bool = True
    """Whether it is a list with a filter on its header."""
    wrapped: bool = True
    """Whether long texts go on over several lines; else rows are one line high."""
    printed: int = 0
    """How many of the first columns go on paper; 0 for all."""


def moment(value: datetime | None) -> datetime | None:
    """Estonian time without its zone, as spreadsheets keep moments, to the minute."""
    return value and value.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None, second=0, microsecond=0)


def day(value: datetime | None) -> date | None:
    """The day in Estonia."""
    return value and value.astimezone(ZoneInfo(ZONE)).date()

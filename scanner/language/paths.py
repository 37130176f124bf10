"""Paths to facts: `sshd.permit_root_login`, `sysctl["net.ipv4.ip_forward"].runtime`, and `.uid` inside a quantifier."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from operator import attrgetter, methodcaller
from typing import Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from scanner.model.facts import GLOB, Items, Setting, Source, Table
from scanner.model.unknown import NOT_COLLECTED, Unknown

_BARE = frozenset({str, int, bool, type(None), tuple, datetime, Unknown})
"""Types of values that are not in a setting and have no source of their own."""

_STEP = re.compile(r'\.?([a-z][a-z0-9_]*)|\["((?:[^"\\]|\\.)+)"\]')


@dataclass(frozen=True, slots=True)
class Key:
    """A step into a table: `["name"]`; a glob names several rows and is only allowed in a quantifier."""

    name: str

    @property
    def is_glob(self) -> bool:
        return bool(GLOB & set(self.name))


@dataclass(frozen=True, slots=True)
class Path:
    """A parsed path. Relative paths start at the item a quantifier looks at."""

    text: str
    relative: bool
    steps: tuple[str | Key, ...]

    @property
    def start(self) -> str:
        """The collector an absolute path starts at."""
        return str(self.steps[0])

    @property
    def glob(self) -> str | None:
        """The glob the path ends in: it names rows of a table, for a quantifier."""
        last = self.steps[-1] if self.steps else None
        return last.name if isinstance(last, Key) and last.is_glob else None

    @property
    def table(self) -> Path | None:
        """The path of the table whose rows the glob names."""
        return Path(self.text, self.relative, self.steps[:-1]) if self.glob else None


class Seen(NamedTuple):
    """What stands at a path: a value, None (absent) or Unknown, and the line that sets it."""

    value: Any
    source: Source | None


Reader = Callable[[Mapping[str, Any], Any], tuple[Any, Source | None]]


class PathType(NamedTuple):
    """The type at a path without Unknown and None, and whether some step may be absent."""

    type: Any
    may_be_absent: bool


class PathError(ValueError):
    """The path is not well formed or leads nowhere; the message says what there is instead."""


@cache
def parse(text: str) -> Path:
    """Read a path. Raises PathError."""
    if text == ".":
        return Path(text, True, ())
    steps: list[str | Key] = []
    position = 0
    while position < len(text):
        found = _STEP.match(text, position)
        if not found or (position and found[1] and text[position] != "."):
            raise PathError(f'not a path at column {position + 1}: {text!r} (expected .field or ["key"])')
        steps.append(found[1] or Key(found[2].replace('\\"', '"')))
        position = found.end()
    relative = text.startswith(".")
    if not steps or (not relative and not isinstance(steps[0], str)):
        raise PathError(f"a path starts with a collector's name or a dot: {text!r}")
    return Path(text, relative, tuple(steps))


@cache
def reader(path: Path) -> Reader:
    """A function that follows a path from a host's facts, or from an item when the path is relative.

    It stops at the first step that is unknown or absent, unwraps a setting and keeps the nearest source.
    """
    start, rest = (None, path.steps) if path.relative else (path.start, path.steps[1:])
    steps = [methodcaller("get", step.name) if isinstance(step, Key) else attrgetter(step) for step in rest]

    def read(facts: Mapping[str, Any], item: Any) -> tuple[Any, Source | None]:
        value, source = _bared(item, None) if start is None else (facts.get(start, NOT_COLLECTED), None)
        for step in steps:
            if value is None or type(value) is Unknown:
                break
            value = step(value)
            if type(value) not in _BARE:
                value, source = _bared(value, source)
        return value, source

    if start is not None or len(steps) != 1 or isinstance(rest[0], Key):
        return read
    field = rest[0]

    def read_field(facts: Mapping[str, Any], item: Any) -> tuple[Any, Source | None]:
        """`read`, at once where the item's field holds a bare value: most of what is read."""
        own = item.__dict__
        value = own.get(field, item)
        return (value, own.get("source")) if type(value) in _BARE else read(facts, item)

    return read_field


def look(path: Path, facts: Mapping[str, Any], item: Any = None) -> Seen:
    """What `reader` finds, for a path that is followed once."""
    return Seen(*reader(path)(facts, item))


def _bared(value: Any, source: Source | None) -> tuple[Any, Source | None]:
    """A value without the setting around it; and its own source, or else that of what it is part of."""
    own = getattr(value, "__dict__", None)  # asking pydantic for a field that is not there is slow
    if own is None:
        return value, source
    mine = own.get("source")
    source = source if mine is None else mine
    return own["value"] if "value" in own and isinstance(value, Setting) else value, source


def source_of(value: Any) -> Source | None:
    """The line that sets a fact, where the fact carries it."""
    return _bared(value, None)[1]


def type_at(path: Path, collectors: Mapping[str, Any], item: Any = None) -> PathType:
    """The static type at a path. Raises PathError naming what exists where the path goes wrong."""
    if path.relative:
        if item is None:
            raise PathError(f"{path.text} starts with a dot, which only has a meaning inside every, any or none")
        kind, absent, steps = item, False, path.steps
    else:
        name = str(path.steps[0])
        if name not in collectors:
            raise PathError(f"there is no collector {name!r}; there are: {', '.join(sorted(collectors))}")
        kind, absent, steps = collectors[name], False, path.steps[1:]
    kind, absent = _strip(kind, absent)
    for step in steps:
        kind, absent = _strip(*_step(path, kind, absent, step))
    return PathType(kind, absent)


def _step(path: Path, kind: Any, absent: bool, step: str | Key) -> tuple[Any, bool]:
    if isinstance(step, Key):
        if not is_table(kind):
            raise PathError(f'{path.text}: ["{step.name}"] needs a table of keyed facts, but {_name(kind)} is none')
        return argument(kind, Table), True
    if is_table(kind):
        raise PathError(f'{path.text}: {_name(kind)} is a table; name a row as ["…"] before .{step}')
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)) or step not in kind.model_fields:
        fields = ", ".join(sorted(kind.model_fields)) if hasattr(kind, "model_fields") else "no fields"
        raise PathError(f"{path.text}: {_name(kind)} has no fact {step!r}; it has: {fields}")
    return kind.model_fields[step].annotation, absent


def _strip(kind: Any, absent: bool) -> tuple[Any, bool]:
    """Take Unknown and None out of a union, and the wrapping Setting off."""
    if get_origin(kind) in (Union, types.UnionType):
        options = [option for option in get_args(kind) if option is not Unknown]
        absent = absent or type(None) in options
        options = [option for option in options if option is not type(None)]
        kind = options[0] if len(options) == 1 else Union[tuple(options)]  # noqa: UP007  # built at run time
    wrapped = argument(kind, Setting)
    return (kind if wrapped is None else wrapped), absent


def argument(kind: Any, generic: type[BaseModel]) -> Any:
    """The type argument of `generic[…]`, or None when `kind` is something else."""
    meta = getattr(kind, "__pydantic_generic_metadata__", None)
    if not meta or not isinstance(kind, type) or not issubclass(kind, generic):
        return None
    return meta["args"][0] if meta["args"] else Any


def is_table(kind: Any) -> bool:
    """Whether a type is a table of keyed facts."""
    return argument(kind, Table) is not None


def item_type(kind: Any) -> Any:
    """The type of one element of a list fact, of a tuple or of a table's rows; None when it is not a list."""
    for generic in (Items, Table):
        if (found := argument(kind, generic)) is not None:
            return _strip(found, False)[0]
    if get_origin(kind) in (tuple, list):
        return _strip(get_args(kind)[0], False)[0]
    return None


def _name(kind: Any) -> str:
    return str(getattr(kind, "__name__", kind))

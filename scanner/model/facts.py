"""The shapes facts come in: a setting with its origin, a list that may be incomplete, a table of keyed facts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import translate
from functools import cache, cached_property
from typing import Any, ClassVar, Generic, Self, TypeVar

from pydantic import SerializerFunctionWrapHandler, model_serializer, model_validator

from scanner.model.base import Frozen
from scanner.model.unknown import NOT_COLLECTED, Unknown

T = TypeVar("T")
GLOB = frozenset("*?[")
_GLOB_START = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Glob:
    """A glob ready to be asked for many keys. `prefix` is what every key it names begins with."""

    prefix: str
    slashes: int
    match: Callable[[str], object]

    def names(self, key: str) -> bool:
        """Whether it names a key, as a shell would: * and ? do not go past a slash."""
        return key.count("/") == self.slashes and self.match(key) is not None


@cache
def compiled(glob: str) -> Glob:
    """A glob of a check. Cached: there are few of them and many keys."""
    prefix = _GLOB_START.split(glob, maxsplit=1)[0]
    return Glob(prefix, glob.count("/"), re.compile(translate(glob)).match)


class Source(Frozen):
    """Where a value is set on the host: file, line counted from 1, and the line itself where it is safe to show.

    One without a file, BUILT_IN, is false: there is nothing to point at.
    """

    file: str
    line: int | None = None
    text: str | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"

    def __bool__(self) -> bool:
        return bool(self.file)


BUILT_IN = Source(file="")
"""The program's own default holds, and it was seen that no file sets the value."""


class Setting(Frozen, Generic[T]):
    """A value and the line that sets it; `source` is None where that was not looked for or is no line of a file."""

    value: T
    source: Source | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_scalar(cls, data: Any) -> Any:
        if isinstance(data, Setting) or (isinstance(data, Mapping) and ("value" in data or "unknown" in data)):
            return data
        return {"value": data}

    @model_serializer(mode="wrap")
    def _to_plain(self, plain: SerializerFunctionWrapHandler) -> Any:
        shown = plain(self)
        return shown if self.source else shown["value"]


Keyed = tuple[str, Any]
"""A fact and the key it is known by."""


class Rows:
    """Facts with their keys, in order. Many checks pick a few of them by the text in one field."""

    def __init__(self, rows: Iterable[Keyed]) -> None:
        self.all = list(rows)
        self._places: dict[str, dict[str | None, list[int]]] = {}

    def named(self, field: str, names: frozenset[str]) -> list[Keyed]:
        """Those whose field is one of the names or is no text at all, such as unknown; in order."""
        places = self._places.get(field) or self._index(field)
        found = [place for name in (*names, None) for place in places.get(name, ())]
        return [self.all[place] for place in sorted(found)]

    def _index(self, field: str) -> dict[str | None, list[int]]:
        places = self._places[field] = defaultdict(list)
        for place, (_, fact) in enumerate(self.all):
            value = fact.__dict__.get(field)
            places[value if type(value) is str else None].append(place)
        return places


class Items(Frozen, Generic[T]):
    """A list of facts. `missing` tells that there may be more, and why they were not seen."""

    items: tuple[T, ...] = ()
    missing: Unknown | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, data: Any) -> Any:
        return {"items": data} if isinstance(data, list | tuple) else data

    @model_serializer(mode="wrap")
    def _to_plain(self, plain: SerializerFunctionWrapHandler) -> Any:
        shown = plain(self)
        return shown if self.missing else shown["items"]

    def __iter__(self) -> Iterator[T]:  # type: ignore[override]  # a list of facts iterates over its facts, not over model fields
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __contains__(self, item: object) -> bool:
        return item in self._members

    @cached_property
    def keyed(self) -> Rows:
        """The items by their natural keys, out of their settings."""
        return keyed(self.items)

    @cached_property
    def _members(self) -> frozenset[T]:
        """The items as a set: a list that others refer to is asked for each of theirs."""
        return frozenset(self.items)


class Table(Frozen, Generic[T]):
    """Keyed facts. A key asked for (by name or glob) and not there is absent; one never asked for is unknown.

    `missing` says why a table that should have been complete is not: a key that is not there is unknown for that.
    """

    rows: dict[str, T | Unknown | None] = {}
    requested: tuple[str, ...] = ()
    complete: bool = False
    missing: Unknown | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_mapping(cls, data: Any) -> Any:
        if not isinstance(data, Mapping) or set(data) <= {"rows", "requested", "complete", "missing"}:
            return data
        if isinstance(data.get("unknown"), str) and set(data) <= {"unknown", "detail"}:
            return data  # no table: it is left to Unknown, the other member of the union
        return {"rows": dict(data)}

    @model_serializer(mode="wrap")
    def _to_plain(self, plain: SerializerFunctionWrapHandler) -> Any:
        shown = plain(self)
        missing = shown.pop("missing")
        if missing:
            return {**shown, "missing": missing}
        return shown if self.requested or self.complete else shown["rows"]

    @model_validator(mode="after")
    def _is_complete_or_not(self) -> Self:
        if self.complete and self.missing:
            raise ValueError("a complete table has nothing missing")
        return self

    @property
    def unseen(self) -> Unknown:
        """Why what is not there is unknown, where it was not looked for or not wholly."""
        return self.missing or NOT_COLLECTED

    def get(self, key: str) -> T | Unknown | None:
        """The fact of one key: the value, None when the host has no such thing, Unknown when nobody looked."""
        if key in self.rows:
            return self.rows[key]
        return None if self.saw(key) else self.unseen

    @cached_property
    def keyed(self) -> Rows:
        """The rows that are there."""
        return Rows(each for each in self.rows.items() if each[1] is not None)

    def matching(self, pattern: str) -> list[Keyed]:
        """The rows a glob names, in order of their keys."""
        glob = compiled(pattern)
        ordered = self._ordered
        found = []
        for index in range(bisect_left(ordered, glob.prefix), len(ordered)):
            key = ordered[index]
            if not key.startswith(glob.prefix):
                break
            if glob.names(key):
                found.append((key, self.rows[key]))
        return found

    @cached_property
    def _ordered(self) -> list[str]:
        """The keys in order: many checks ask one table for many globs."""
        return sorted(self.rows)

    def saw(self, pattern: str) -> bool:
        """Whether everything this key or glob names was looked for."""
        return (
            self.complete
            or pattern in self._asked
            or (GLOB.isdisjoint(pattern) and any(compiled(asked).names(pattern) for asked in self._asked_globs))
        )

    @cached_property
    def _asked(self) -> frozenset[str]:
        return frozenset(self.requested)

    @cached_property
    def _asked_globs(self) -> list[str]:
        return [asked for asked in self.requested if not GLOB.isdisjoint(asked)]


class Facts(Frozen):
    """The facts of one collector. Every field's default is NOT_COLLECTED: a fact that nobody set is unknown."""


class Item(Frozen):
    """An element of a list of facts. KEY names the field that identifies it among its like, across runs."""

    KEY: ClassVar[str] = "name"
    source: Source | None = None


def item_key(item: Any) -> str:
    """The natural key of an item of a list fact."""
    name = getattr(type(item), "KEY", None)
    return str(getattr(item, name)) if name else str(item)


def keyed(items: Iterable[Any]) -> Rows:
    """Items of a list by their natural keys, out of their settings."""
    return Rows((item_key(each), each.value if isinstance(each, Setting) else each) for each in items)


HostFacts = Mapping[str, Facts | Table[Any] | Unknown]
"""Facts of one host by collector name."""

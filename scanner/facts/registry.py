"""Finds the facts of a collector by its name: `scanner/facts/<name>.py` defines FACTS and parse.

FACTS is the collector's Facts class, or a Table type for a collector whose facts are keyed. Modules load when first
asked for, so that a scan with three collectors does not import thirty.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import scanner.facts
from scanner.facts.raw import Evidence, Raw
from scanner.model.facts import Facts, HostFacts, Table
from scanner.model.unknown import Cause, Unknown

_NOT_COLLECTORS = frozenset({"raw", "registry"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A collector's facts: their type, the parser that makes them, and the platform they are of."""

    name: str
    facts: Any
    parse: Callable[[Raw], Facts | Table[Any]]
    platform: str


@cache
def names() -> tuple[str, ...]:
    """Every collector that has facts, sorted."""
    found = (module.name for module in pkgutil.iter_modules(scanner.facts.__path__))
    return tuple(sorted(name for name in found if not name.startswith("_") and name not in _NOT_COLLECTORS))


@cache
def entry(name: str) -> Entry:
    """The facts of one collector. Raises KeyError when there is no such collector."""
    if name not in names():
        raise KeyError(name)
    module = import_module(f"scanner.facts.{name}")
    return Entry(name, module.FACTS, module.parse, getattr(module, "PLATFORM", "linux"))


@cache
def collectors() -> dict[str, Any]:
    """The type of each collector's facts, by the collector's name."""
    return {name: entry(name).facts for name in names()}


def facts_of(evidence: Evidence, wanted: Iterable[str] = ()) -> HostFacts:
    """The facts of every collector that answered, and of the wanted ones that did not: Unknown with its cause."""
    every = dict.fromkeys((*evidence.collectors, *wanted))
    return {name: _facts(name, evidence.raw(name)) for name in every}


def _facts(name: str, raw: Raw | Unknown) -> Facts | Table[Any] | Unknown:
    if isinstance(raw, Unknown):
        return raw
    if name not in names():
        return Unknown(cause=Cause.UNPARSED, detail="this version has no parser for the collector")
    try:
        return entry(name).parse(raw)
    except Exception as error:  # noqa: BLE001 - a host's answer must cost only itself, whatever a parser forgot
        return Unknown(cause=Cause.UNPARSED, detail=f"the parser failed: {type(error).__name__}")

"""Expands a PAM service: include, substack and @include, as Linux-PAM reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scanner.model.facts import Source
from scanner.model.unknown import Cause, Unknown

MOST = 200
"""Files opened for one stack, and"""
LONGEST = 2000
"""lines in it; a host must not make includes multiply."""


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line of a service's file. An `@include` has that as its type and the file as its module."""

    type: str
    control: str
    module: str
    arguments: tuple[str, ...]
    source: Source


Files = Mapping[str, "list[RawLine] | Unknown"]
Stack = list[tuple[RawLine, int]]


def expanded(service: str, kind: str, files: Files) -> Stack | Unknown:
    """The lines of one type (auth, account, …) in order, each with the number of substacks it is in."""
    stack: Stack = []
    problem = _expand(service, kind, files, stack, [], 0)
    return problem or stack


def _expand(service: str, kind: str, files: Files, stack: Stack, opened: list[str], level: int) -> Unknown | None:
    lines = files.get(service.rsplit("/", 1)[-1])
    if lines is None:
        return Unknown(cause=Cause.UNPARSED, detail=f"{service} is included but not there")
    if isinstance(lines, Unknown):
        return lines
    opened.append(service)
    if len(opened) > MOST or len(stack) > LONGEST:
        return Unknown(cause=Cause.FLOODED, detail=f"{service} includes too much")
    for line in lines:
        problem = None
        if line.type == "@include":
            problem = _expand(line.module, kind, files, stack, opened, level)
        elif line.type.removeprefix("-") == kind:
            if line.control in ("include", "substack"):
                inner = level + (line.control == "substack")
                problem = _expand(line.module, kind, files, stack, opened, inner)
            else:
                stack.append((line, level))
        if problem:
            return problem
    return None

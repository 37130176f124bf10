"""Reading YAML strictly, and knowing where in the file each part stands."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from scanner.errors import Problem, at

Location = tuple[str | int, ...]
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]  # which of the two it is, is known at run time
    """YAML without dates: a date is text until a model reads it, and a wrong one then has a place."""

    yaml_implicit_resolvers = {
        first: [each for each in resolvers if each[0] != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in _Base.yaml_implicit_resolvers.items()
    }


LARGEST = 5_000_000
"""Bytes. A larger file is refused: content is written by people."""


class Places:
    """Where each part of a document stands, by its path of keys and indexes."""

    def __init__(self, file: str, node: yaml.Node | None) -> None:
        self.file, self._node = file, node

    def problem(self, location: Iterable[str | int], message: str) -> Problem:
        """A problem at the deepest part of the location that the file has."""
        node, said = self._node, []
        for step in location:
            inner = _child(node, step)
            if inner is None:
                said.append(str(step))
            else:
                node = inner
        mark = node.start_mark if node else None
        where = f"{'.'.join(said)}: " if said else ""
        return Problem(where + message, at(self.file, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1))


def load(path: Path) -> tuple[Any, Places, list[Problem]]:
    """The document as plain data, its places, and what is wrong with it as YAML. Duplicate keys are wrong."""
    name = str(path)
    try:
        if path.stat().st_size > LARGEST:
            return None, Places(name, None), [Problem(f"is larger than {LARGEST} bytes", name)]
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=_Loader)
        loader = _Loader("")
        data = loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(part for part in (error.context, error.problem) if part)
        where = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return None, Places(name, None), [Problem(said, at(name, *where))]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValueError) as error:
        return None, Places(name, None), [Problem(str(error), name)]
    return data, Places(name, node), list(_duplicates(name, node))


def schema_problems(places: Places, error: ValidationError, alternatives: frozenset[str]) -> list[Problem]:
    """What pydantic found, at its places; tags of alternatives are not part of the file's paths."""
    problems = []
    for each in error.errors():
        location = [step for step in each["loc"] if step not in alternatives]
        message = each["msg"].removeprefix("Value error, ")
        if each["type"] == "extra_forbidden":
            message = f"{location[-1]!r} is not a field here"
        problems.append(places.problem(location, message))
    return problems


def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: yaml.Node = node.value[step]
        return found
    return None


def _duplicates(name: str, node: yaml.Node | None) -> Iterable[Problem]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                mark = key.start_mark
                yield Problem(f"{key.value!r} stands here a second time", at(name, mark.line + 1, mark.column + 1))
            seen.add(key.value)
            yield from _duplicates(name, value)
    elif isinstance(node, yaml.SequenceNode):
        for part in node.value:
            yield from _duplicates(name, part)

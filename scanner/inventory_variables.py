"""The `eits_*` variables of a host or group: the only ones that leave the inventory."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, JsonValue, ValidationError

from scanner.errors import Problem
from scanner.inventory_files import InventoryFiles
from scanner.model.base import Frozen
from scanner.model.catalogue import ModuleCode
from scanner.model.host import Platform
from scanner.model.target import Needs


def _one_or_more(value: object) -> object:
    """`eits_roles: web` means a list of one."""
    return (value,) if isinstance(value, str) else value


Name = Annotated[str, Field(min_length=1)]
Names = Annotated[tuple[Name, ...], BeforeValidator(_one_or_more)]
Modules = Annotated[tuple[ModuleCode, ...], BeforeValidator(_one_or_more)]


def _needs(value: object) -> object:
    """`eits_need: high` means all three."""
    return dict.fromkeys("CIA", value) if isinstance(value, str) else value


class Variables(Frozen):
    """The `eits_*` variables of one host or group, without the prefix. docs/inventory.md is their table."""

    host_id: Name | None = None
    former_names: Names = ()
    platform: Platform | None = None
    owner: Name = "unassigned"
    need: Annotated[Needs | None, BeforeValidator(_needs)] = None
    modules: Modules = ()
    roles: Names = ()
    policy: dict[str, JsonValue] = Field(default_factory=dict)
    params: dict[str, dict[str, JsonValue]] = Field(default_factory=dict)
    scan_account: Name | None = None


def read_variables(
    variables: Mapping[str, Any],
    files: InventoryFiles,
    problems: list[Problem],
    *,
    host: str = "",
    groups: tuple[str, ...] = (),
) -> Variables:
    """The eits_* variables; what is wrong with them is added to the problems and left out."""
    accepted: dict[str, Any] = {}
    for name, value in variables.items():
        if not name.startswith("eits_"):
            continue
        field = name.removeprefix("eits_")
        value = _plain(value)
        message, todo = _fault(name, field, value)
        if message:
            problems.append(Problem(message, files.where(name, host, groups), todo))
        else:
            accepted[field] = value
    return Variables(**accepted)


def _fault(name: str, field: str, value: object) -> tuple[str, str]:
    """What is wrong with one variable and what to do; two empty texts when nothing is."""
    if field not in Variables.model_fields:
        near = difflib.get_close_matches(field, Variables.model_fields, 1)
        return (
            f"there is no variable {name}",
            f"did you mean eits_{near[0]}?" if near else "docs/inventory.md lists them",
        )
    texts = list(_texts(value))
    if "__ansible_vault" in texts:
        return (
            f"{name} is encrypted",
            "eits_* variables go into reports: write it in clear, or keep the secret elsewhere",
        )
    if any("{{" in text or "{%" in text for text in texts):
        return f"{name} is a template", "write the value itself: eits_* variables are read without templating"
    try:
        Variables(**{field: value})
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(map(str, first["loc"][1:]))
        return f"{name}{f'.{path}' if path else ''}: {first['msg']}", "docs/inventory.md shows how it is written"
    return "", ""


def _plain(value: Any) -> Any:
    """Values that Ansible marks as unsafe are just text to us."""
    if isinstance(value, dict):
        return (
            value["__ansible_unsafe"]
            if value.keys() == {"__ansible_unsafe"}
            else {k: _plain(v) for k, v in value.items()}
        )
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _texts(value: object) -> Iterator[str]:
    """All texts in the value, keys included."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value

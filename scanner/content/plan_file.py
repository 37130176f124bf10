"""`plan.yaml` beside the inventory: what people decided about gaps, reviewed like their other decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from scanner import whole_file
from scanner.content.targets import find_beside
from scanner.content.yaml_file import Places, load, schema_problems
from scanner.errors import InvalidError, Problem
from scanner.model.action_plan import PlanEntry
from scanner.model.base import Frozen

FILE = "plan.yaml"
HEADER = """\
# Tegevuskava: who closes which gap, by when, how far it is. `eits-scan plan import` writes this file anew: it keeps
# every row and its history, but no comments of YAML. Edit it by hand as you like; docs/plan.md explains the fields.
"""


class PlanFile(Frozen):
    """The content of plan.yaml."""

    plan: tuple[PlanEntry, ...] = ()


def place(inventories: Sequence[Path]) -> Path:
    """Where the plan is, or would be: beside the inventory's other decisions."""
    first = inventories[0]
    return find_beside(inventories, FILE) or (first if first.is_dir() else first.parent) / FILE


def load_plan(inventories: Sequence[Path], checks: Mapping[str, str]) -> tuple[PlanEntry, ...]:
    """The rows of the plan; none without a file. InvalidError with all that is wrong in it.

    checks: ids by what they are or were called. Rows about a check or an owner that is gone stay: people wrote them.
    """
    path = find_beside(inventories, FILE)
    if path is None:
        return ()
    data, places, problems = load(path)
    if not problems and data is not None and not isinstance(data, dict):
        problems = [places.problem((), "is a mapping that begins with plan:")]
    if problems:
        raise InvalidError.of(problems)
    try:
        entries = PlanFile.model_validate(data or {}).plan
    except ValidationError as error:
        raise InvalidError.of(schema_problems(places, error, frozenset())) from None
    entries = tuple(
        each.model_copy(update={"check": checks.get(each.check, each.check)}) if each.check else each
        for each in entries
    )
    if twice := list(_twice(entries, places)):
        raise InvalidError.of(twice)
    return entries


def _twice(entries: Sequence[PlanEntry], places: Places) -> Iterable[Problem]:
    seen: set[str] = set()
    for index, each in enumerate(entries):
        if each.key in seen:
            what = f"{each.check} of {each.owner}" if each.check else f"observation {each.number}"
            yield places.problem(("plan", index), f"{what} stands here a second time")
        seen.add(each.key)


def write_plan(path: Path, entries: Iterable[PlanEntry]) -> None:
    """The file with these rows, whole or not at all. A new one is readable by its owner only."""
    rows = [_row(each) for each in sorted(entries, key=_order)]
    text = HEADER + yaml.safe_dump({"plan": rows}, allow_unicode=True, sort_keys=False, width=100)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    try:
        whole_file.write(path, [text.encode()], mode)
    except OSError as error:
        raise InvalidError(f"the plan cannot be written: {error.strerror}", where=str(path)) from error


def _order(entry: PlanEntry) -> tuple[bool, str, str, str]:
    return entry.check is None, entry.check or "", entry.owner or "", entry.number


def _row(entry: PlanEntry) -> dict[str, Any]:
    return entry.model_dump(mode="json", exclude_defaults=True)

"""Loads check files and proves that each fits the facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from scanner.content.rule_data import shipped_rules
from scanner.content.yaml_file import load, schema_problems
from scanner.errors import Problem
from scanner.facts.registry import collectors
from scanner.language.check import Check
from scanner.language.lint import lint
from scanner.language.syntax import FORMS


@dataclass(frozen=True, slots=True)
class Loaded:
    """Checks by id, and everything that is wrong with the files."""

    checks: dict[str, Check]
    problems: list[Problem]


def load_checks(directories: Iterable[Path]) -> Loaded:
    """All `*.yaml` below the directories' platform folders. A file with a problem gives no check."""
    checks: dict[str, Check] = {}
    problems: list[Problem] = []
    came_from: dict[str, Path] = {}
    for path in sorted(path for directory in directories for path in directory.rglob("*.yaml")):
        check, found = load_check(path)
        if check and check.id in came_from:
            found = [Problem(f"the id {check.id} is already taken by {came_from[check.id]}", str(path))]
        if check and not found:
            checks[check.id] = check
            came_from[check.id] = path
        problems += found
    return Loaded(checks, problems)


def load_check(path: Path) -> tuple[Check | None, list[Problem]]:
    """One file: the check where it is well formed, and all that is wrong with it."""
    data, places, problems = load(path)
    if problems:
        return None, problems
    if not isinstance(data, dict):
        return None, [places.problem((), "a check is a mapping that begins with title:")]
    if "id" in data:
        return None, [places.problem(("id",), "take id away: the file's name is the id")]
    try:
        check = Check.model_validate({**data, "id": path.stem})
    except ValidationError as error:
        return None, schema_problems(places, error, FORMS)
    return check, [
        places.problem(location, message) for location, message in lint(check, collectors(), shipped_rules().rules)
    ]

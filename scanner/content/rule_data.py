"""Rules with the reference data they judge by: `checks/data/NAME.yaml`, read here because rules read no files."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from scanner import resources
from scanner.content.yaml_file import load, schema_problems
from scanner.errors import Problem
from scanner.language.judge import Rules
from scanner.rules import rules


class LoadedRules(NamedTuple):
    """Every rule by its name, what is wrong with reference data, and the files it lies in."""

    rules: Rules
    problems: tuple[Problem, ...]
    files: tuple[Path, ...]


@cache
def shipped_rules() -> LoadedRules:
    """The rules with the data this version ships."""
    return load_rules(resources.checks() / "data")


def load_rules(folder: Path) -> LoadedRules:
    """The rules with the data of a folder. A rule whose data does not fit is left without: no check can use it."""
    found = dict(rules())
    problems: list[Problem] = []
    files = {name: folder / f"{rule.data}.yaml" for name, rule in found.items() if rule.data}
    for name, path in files.items():
        data, places, wrong = load(path)
        problems += wrong
        if wrong:
            continue
        try:
            found[name].arguments.model_validate(data)
        except ValidationError as error:
            problems += schema_problems(places, error, frozenset())
        else:
            found[name] = replace(found[name], given=data)
    return LoadedRules(found, tuple(dict.fromkeys(problems)), tuple(sorted(set(files.values()))))

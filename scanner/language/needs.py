"""What facts a check looks at: the collectors and their requested keys, read off its paths. There is no second list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.language import paths
from scanner.language.check import Check
from scanner.language.judge import Rules
from scanner.language.syntax import AllOf, AnyOf, Expectation, FactRef, IfThen, Leaf, Quantifier, RuleUse


def needs(check: Check, rules: Rules) -> dict[str, frozenset[str]]:
    """Collectors by name, each with the keys asked of it: `file["/etc/shadow"].mode` needs `file` with that key."""
    found: dict[str, set[str]] = {"os": set()}
    for text in _paths((*check.applies.when, *check.expect), rules):
        path = paths.parse(text)
        if path.relative:
            continue
        keys = found.setdefault(str(path.steps[0]), set())
        if len(path.steps) > 1 and isinstance(path.steps[1], paths.Key):
            keys.add(path.steps[1].name)
    return {name: frozenset(keys) for name, keys in found.items()}


def merged(many: Iterable[dict[str, frozenset[str]]]) -> dict[str, tuple[str, ...]]:
    """The needs of several checks together, in a stable order."""
    all_needs: dict[str, set[str]] = {}
    for each in many:
        for name, keys in each.items():
            all_needs.setdefault(name, set()).update(keys)
    return {name: tuple(sorted(all_needs[name])) for name in sorted(all_needs)}


def _paths(parts: Iterable[Expectation], rules: Rules) -> Iterator[str]:
    for part in parts:
        match part:
            case Leaf():
                yield part.at
                if isinstance(part.operand, FactRef):
                    yield part.operand.fact
            case Quantifier():
                yield part.at
                yield from _paths((*part.where, *part.body), rules)
            case AllOf():
                yield from _paths(part.all_of, rules)
            case AnyOf():
                yield from _paths(part.any_of, rules)
            case IfThen():
                yield from _paths((*part.if_, *part.then), rules)
            case RuleUse():
                yield from rules[part.rule].reads

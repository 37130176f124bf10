"""Does a check fit the facts? Proven before any host is touched: every fact exists, every operator fits its type,
and what may be absent says what that means."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from typing import Any, Union, get_args, get_origin

from scanner.language import operators, paths
from scanner.language.check import Check
from scanner.language.judge import Rules
from scanner.language.syntax import AllOf, AnyOf, Expectation, FactRef, IfThen, Leaf, ParamRef, Quantifier, RuleUse

DEEPEST = 2
_NOT_SHOWN = frozenset({"where", "when", "if", "none"})
"""Parts whose expectations no finding prints: they choose, or say what must not occur."""
Location = tuple[str | int, ...]
Problem = tuple[Location, str]


def lint(check: Check, collectors: Mapping[str, Any], rules: Rules) -> list[Problem]:
    """All that is wrong, each with its place in the file. `collectors` maps names to fact types."""
    linter = _Linter(check, collectors, rules)
    problems = list(linter.all(("applies", "when"), check.applies.when, None, 0))
    problems += linter.all(("expect",), check.expect, None, 0)
    used = {part.param for part in linter.params}
    problems += [(("params", name), "is declared but never used") for name in check.params if name not in used]
    verdicts = {example.verdict.value for example in check.examples}
    problems += [
        (("examples",), f"has no example for {want}") for want in ("pass", "fail", "error") if want not in verdicts
    ]
    return problems


class _Linter:
    def __init__(self, check: Check, collectors: Mapping[str, Any], rules: Rules) -> None:
        self.check, self.collectors, self.rules = check, collectors, rules
        self.params: list[ParamRef] = []

    def all(self, at: Location, parts: tuple[Expectation, ...], item: Any, depth: int) -> Iterator[Problem]:
        if depth > DEEPEST + 1:
            yield at, f"nested deeper than {DEEPEST} groups"
        for index, part in enumerate(parts):
            yield from self.one((*at, index), part, item, depth)

    def one(self, at: Location, part: Expectation, item: Any, depth: int) -> Iterator[Problem]:
        match part:
            case Leaf():
                yield from self.leaf(at, part, item)
            case Quantifier():
                yield from self.quantifier(at, part, item, depth)
            case AllOf():
                yield from self.all((*at, "all_of"), part.all_of, item, depth + 1)
            case AnyOf():
                yield from self.all((*at, "any_of"), part.any_of, item, depth + 1)
            case IfThen():
                yield from self.all((*at, "if"), part.if_, item, depth + 1)
                yield from self.all((*at, "then"), part.then, item, depth + 1)
            case RuleUse():
                yield from self.rule(at, part)

    def quantifier(self, at: Location, part: Quantifier, item: Any, depth: int) -> Iterator[Problem]:
        path = paths.parse(part.at)
        try:
            kind, absent = paths.type_at(path.table or path, self.collectors, item)
        except paths.PathError as error:
            yield (*at, "at"), str(error)
            return
        inner = paths.item_type(kind)
        if inner is None:
            yield (*at, "at"), f"{part.at} is not a list"
            return
        if absent != (part.if_absent is not None):
            yield at, _absence(part.at, absent)
        yield from self.all((*at, "where"), part.where, inner, depth + 1)
        yield from self.all((*at, part.kind), part.body, inner, depth + 1)

    def leaf(self, at: Location, part: Leaf, item: Any) -> Iterator[Problem]:
        path = paths.parse(part.at)
        if any(isinstance(step, paths.Key) and step.is_glob for step in path.steps):
            yield (*at, "at"), "a glob in brackets names many; use every, any or none"
            return
        try:
            kind, absent = paths.type_at(path, self.collectors, item)
        except paths.PathError as error:
            yield (*at, "at"), str(error)
            return
        name = part.operator
        if name in ("present", "absent"):
            if part.if_absent:
                yield at, f"{name} already says what absence means; take if_absent away"
            return
        if absent != (part.if_absent is not None):
            yield at, _absence(part.at, absent)
        if name == "matches" and part.says is None and not _NOT_SHOWN & set(at):
            yield (*at, name), "a pattern is no sentence for a reader: add says: {et: …, en: …}"
        operator = operators.OPERATORS[name]
        judged = paths.item_type(kind) if operator.of_list else kind
        if judged is None:
            yield (*at, name), f"{name} looks at a list, but {part.at} is {_name(kind)}"
        elif operator.types and not set(_kinds(judged)) <= set(operator.types):
            yield (*at, name), f"{name} does not apply to {part.at} of type {_name(kind)}"
        else:
            yield from self.operand((*at, name), part, judged, item)

    def operand(self, at: Location, part: Leaf, kind: Any, item: Any) -> Iterator[Problem]:
        value = part.operand
        if isinstance(value, ParamRef):
            self.params.append(value)
            if value.param not in self.check.params:
                yield at, f"there is no parameter {value.param!r}"
                return
            default = self.check.params[value.param].default
            if default is None:
                return
            value = default
        if isinstance(value, FactRef):
            try:
                paths.type_at(paths.parse(value.fact), self.collectors, item)
            except paths.PathError as error:
                yield at, str(error)
            return
        yield from ((at, problem) for problem in _literal(part, value, kind))

    def rule(self, at: Location, part: RuleUse) -> Iterator[Problem]:
        if part.rule not in self.rules:
            yield (*at, "rule"), f"there is no rule {part.rule!r}; there are: {', '.join(sorted(self.rules))}"
            return
        try:
            self.rules[part.rule].bind(part.with_)
        except ValueError as error:
            yield (*at, "with"), str(error)
        for name, value in part.with_.items():
            if isinstance(value, dict) and set(value) == {"param"}:  # for a rule whose argument is a ParamRef
                self.params.append(ParamRef.model_validate(value))
                if value["param"] not in self.check.params:
                    yield (*at, "with", name), f"there is no parameter {value['param']!r}"


def _literal(part: Leaf, value: Any, kind: Any) -> Iterator[str]:
    """Whether a literal right-hand side fits; each operator that reads its operand reads it here once."""
    name = part.operator
    try:
        match name:
            case "matches":
                re.compile(str(value))
            case "mode_at_most":
                operators.mode(str(value))
            case "not_older_than":
                operators.duration(str(value))
            case "in_network":
                operators.OPERATORS[name].holds("127.0.0.1", value, None)  # type: ignore[arg-type]  # reads only the networks
            case "version_at_least":
                operators.version(str(value))
            case "unique":
                if str(value) not in getattr(kind, "model_fields", {}):
                    yield f"{_name(kind)} has no field {value!r}"
            case "equals" | "one_of" | "contains_all" | "contains_none" | "subset_of":
                for literal in value if isinstance(value, tuple) else (value,):
                    if type(literal) not in _kinds(kind):
                        yield f"{part.at} is {_name(kind)}, compared with {literal!r}"
    except (ValueError, re.error) as error:
        yield str(error)


def _kinds(kind: Any) -> tuple[type, ...]:
    """The plain types a fact may have: of Literal["a"] it is str, of a StrEnum str."""
    if get_origin(kind) in (Union, types.UnionType):
        return tuple(found for option in get_args(kind) for found in _kinds(option))
    if str(get_origin(kind)) == "typing.Literal":
        return tuple({type(value) for value in get_args(kind)})
    if isinstance(kind, type):
        for plain in (bool, int, str):
            if issubclass(kind, plain):
                return (plain,)
    return (kind,)


def _absence(path: str, absent: bool) -> str:
    if absent:
        return f"{path} may be absent: say if_absent: pass, fail or not_applicable"
    return f"{path} is never absent; take if_absent away"


def _name(kind: Any) -> str:
    return getattr(kind, "__name__", str(kind))

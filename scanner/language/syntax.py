"""The parts an expectation is made of, as they stand in YAML."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from scanner.language import paths
from scanner.language.operators import OPERATORS
from scanner.model.base import Frozen, Text

Neutral = Literal["pass", "fail", "not_applicable"]
Scalar = bool | int | str


def _path(text: str) -> str:
    paths.parse(text)
    return text


class ParamRef(Frozen):
    """The value of a parameter of the check."""

    param: str


class FactRef(Frozen):
    """The value of another fact of the same host."""

    fact: str

    _well_formed = field_validator("fact")(_path)


Operand = ParamRef | FactRef | bool | int | str | tuple[Scalar, ...]


_NOT_OPERATORS = frozenset({"at", "if_absent", "says"})


class Leaf(Frozen):
    """One fact against one operator."""

    at: str
    if_absent: Neutral | None = None
    says: Text | None = None
    """What is expected, in the author's words, where the operator's own sentence would not be understood."""
    equals: ParamRef | FactRef | Scalar | None = None
    one_of: ParamRef | FactRef | tuple[Scalar, ...] | None = None
    at_least: ParamRef | FactRef | int | None = None
    at_most: ParamRef | FactRef | int | None = None
    between: ParamRef | tuple[int, int] | None = None
    matches: ParamRef | str | None = None
    contains_all: ParamRef | FactRef | tuple[Scalar, ...] | None = None
    contains_none: ParamRef | FactRef | tuple[Scalar, ...] | None = None
    subset_of: ParamRef | FactRef | tuple[Scalar, ...] | None = None
    unique: str | None = None
    refers_to: FactRef | None = None
    in_network: ParamRef | tuple[str, ...] | None = None
    version_at_least: ParamRef | str | None = None
    mode_at_most: ParamRef | str | None = None
    not_older_than: ParamRef | str | None = None
    present: Literal[True] | None = None
    absent: Literal[True] | None = None

    _well_formed = field_validator("at")(_path)

    @model_validator(mode="after")
    def _one_operator(self) -> Leaf:
        found = sorted(self.model_fields_set - _NOT_OPERATORS)
        if len(found) != 1:
            has = ", ".join(found) or "none"
            raise ValueError(f"needs exactly one operator, has {has}; there are: {', '.join(OPERATORS)}")
        return self

    @property
    def operator(self) -> str:
        """The name of the leaf's operator."""
        return next(iter(self.model_fields_set - _NOT_OPERATORS))

    @property
    def operand(self) -> Operand:
        """What stands right of the operator."""
        value: Operand = getattr(self, self.operator)
        return value


class Quantifier(Frozen):
    """Expectations about the items of a list: every item, at least one, or none of them."""

    at: str
    every: tuple[Expectation, ...] | None = None
    any: tuple[Expectation, ...] | None = None
    none: tuple[Expectation, ...] | None = None
    where: tuple[Expectation, ...] = ()
    if_empty: Neutral
    if_absent: Neutral | None = None

    _well_formed = field_validator("at")(_path)

    @model_validator(mode="after")
    def _one_kind(self) -> Quantifier:
        given = [name for name in ("every", "any", "none") if getattr(self, name) is not None]
        if len(given) != 1 or not self.body:
            raise ValueError("needs exactly one of every, any, none, with at least one expectation in it")
        return self

    @property
    def kind(self) -> Literal["every", "any", "none"]:
        """Which quantifier it is."""
        return "every" if self.every is not None else "any" if self.any is not None else "none"

    @property
    def body(self) -> tuple[Expectation, ...]:
        """What is said of each item."""
        body: tuple[Expectation, ...] = getattr(self, self.kind)
        return body


class AllOf(Frozen):
    """All must hold."""

    all_of: tuple[Expectation, ...] = Field(min_length=1)


class AnyOf(Frozen):
    """At least one must hold."""

    any_of: tuple[Expectation, ...] = Field(min_length=1)


class IfThen(Frozen):
    """`then` must hold where `if` holds; a false `if` is neutral."""

    if_: tuple[Expectation, ...] = Field(alias="if", min_length=1)
    then: tuple[Expectation, ...] = Field(min_length=1)

    @field_validator("if_", "then", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value


class RuleUse(Frozen):
    """A named Python predicate for what the operators cannot say."""

    rule: str
    with_: dict[str, Any] = Field(default={}, alias="with")


_FORMS = {"rule": "a-rule", "all_of": "all-of", "any_of": "any-of", "if": "if-then"} | dict.fromkeys(
    ("every", "any", "none"), "a-quantifier"
)
FORMS = frozenset({*_FORMS.values(), "a-leaf"})
"""Names of the forms of an expectation, as they stand in pydantic's locations but not in files."""


def _form(raw: Any) -> str:
    if isinstance(raw, dict):
        return next((form for key, form in _FORMS.items() if key in raw), "a-leaf")
    kinds: dict[type[Any], str] = {
        RuleUse: "a-rule",
        AllOf: "all-of",
        AnyOf: "any-of",
        IfThen: "if-then",
        Quantifier: "a-quantifier",
    }
    return kinds.get(type(raw), "a-leaf")


Expectation = Annotated[
    Annotated[Leaf, Tag("a-leaf")]
    | Annotated[Quantifier, Tag("a-quantifier")]
    | Annotated[AllOf, Tag("all-of")]
    | Annotated[AnyOf, Tag("any-of")]
    | Annotated[IfThen, Tag("if-then")]
    | Annotated[RuleUse, Tag("a-rule")],
    Discriminator(_form),
]
for _model in (Quantifier, AllOf, AnyOf, IfThen):
    _model.model_rebuild()

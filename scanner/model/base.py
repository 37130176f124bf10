"""The base of every model, and text in the two languages of the product."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

Lang = Literal["et", "en"]


class Frozen(BaseModel):
    """A value: cannot change, refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


M = TypeVar("M", bound=BaseModel)


def unchecked(model: type[M], values: dict[str, Any]) -> M:
    """A model of values known to be right, in the order of its fields, all given. Checking them takes most of the time.

    Only for functions with typed arguments, for models made in great number.
    """
    made = model.__new__(model)
    put = object.__setattr__
    put(made, "__dict__", values)
    put(made, "__pydantic_fields_set__", _fields(model))
    put(made, "__pydantic_extra__", None)
    put(made, "__pydantic_private__", None)
    return made


@cache
def _fields(model: type[BaseModel]) -> set[str]:
    """All fields of a model. Models of one kind may share the set: pydantic copies it before it changes it."""
    return set(model.model_fields)


class Text(Frozen):
    """One sentence or name in Estonian and English."""

    et: str
    en: str

    def in_(self, lang: Lang) -> str:
        """The text in one language."""
        return self.et if lang == "et" else self.en

"""The base of every model, and text in the two languages of the product."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Lang = Literal["et", "en"]


class Frozen(BaseModel):
    """A value: cannot change, refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Frozen):
    """One sentence or name in Estonian and English."""

    et: str
    en: str

    def in_(self, lang: Lang) -> str:
        """The text in one language."""
        return self.et if lang == "et" else self.en

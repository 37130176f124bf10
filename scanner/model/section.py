"""What the sections of the settings are made of: what a setting is for, and the shapes that several share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated, ClassVar

from pydantic import AfterValidator

from scanner.model.base import Frozen


@dataclass(frozen=True, slots=True)
class About:
    """What a section or a field is for, in both languages. No model, because pydantic would take one for the type."""

    et: str
    en: str


class Section(Frozen):
    """A section of the file. `ABOUT` is the sentence above it in the example file."""

    ABOUT: ClassVar[About]


def _line(text: str) -> str:
    if not text.isprintable() or text != text.strip():
        raise ValueError("is one line of text without spaces around it")
    return text


def _absolute(text: str) -> str:
    if text and not PurePosixPath(text).is_absolute():
        raise ValueError("is a whole path that begins with /")
    return text


Line = Annotated[str, AfterValidator(_line)]
FilePath = Annotated[Line, AfterValidator(_absolute)]
"""A path; empty where there is none. Whole, because a scheduled command begins in no folder in particular."""

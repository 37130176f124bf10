"""One edition of the E-ITS catalogue: facts about modules, measures and clauses, and clause texts where imported."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from scanner.model.base import Frozen, Lang

ModuleCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]+(\.[A-Z0-9]+)+$")]
MeasureCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]+(\.[A-Z0-9]+)*\.[A-Z]*M[A-Z]*\d+$")]
ClauseCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]+(\.[A-Z0-9]+)*\.[A-Z]*M[A-Z]*\d+\.[a-z]$")]
Letter = Annotated[str, StringConstraints(pattern=r"^[a-z]$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
Edition = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]+([.-][0-9A-Za-z]+)*$", max_length=40)]
Mark = Literal["C", "I", "A"]
Priority = Literal["P1", "P2", "P3"]
Profile = Literal["stardi", "kov", "edu", "doc", "water", "heat"]


class Level(StrEnum):
    """The level of a measure: põhi-, standard- or kõrgmeede."""

    BASIC = "basic"
    STANDARD = "standard"
    HIGH = "high"


def measure_of(clause: str) -> str:
    """The measure a clause belongs to: `SYS.1.3.M8` of `SYS.1.3.M8.c`."""
    return clause.rpartition(".")[0]


def letter_of(clause: str) -> str:
    """The letter of a clause: `c` of `SYS.1.3.M8.c`."""
    return clause.rpartition(".")[2]


def module_of(measure: str) -> str:
    """The module a measure belongs to: `SYS.1.3` of `SYS.1.3.M8`."""
    return measure.rpartition(".")[0]


def group_of(module: str) -> str:
    """The group a module belongs to: `SYS` of `SYS.1.3`."""
    return module.partition(".")[0]


class Module(Frozen):
    """A module, such as SYS.1.3; its group is the first part of its code."""

    code: ModuleCode
    title: str


class Measure(Frozen):
    """A measure as the standard states it. Whatever the source did not tell stays empty or None, never guessed.

    `clauses` maps each letter, in the standard's order, to the digest of its wording
    (`scanner.content.catalogue_import.clauses.digest`). `texts` holds the wording itself and is filled only in editions
    an agency imported. `profiles` None means that the source of the sector profiles does not know the measure; a
    profile missing from the mapping means "not in this profile"; P1 to P3 are priorities of implementation. `iso` are
    clause and control codes of ISO/IEC 27001:2022, `threats` the elementary threats G 0.x.
    """

    code: MeasureCode
    title: str
    level: Level
    marks: tuple[Mark, ...] = ()
    lifecycle: str | None = None
    responsible: str | None = None
    co_responsible: tuple[str, ...] = ()
    clauses: dict[Letter, Digest] = Field(default_factory=dict)
    texts: dict[Letter, str] = Field(default_factory=dict)
    threats: tuple[str, ...] = ()
    iso: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    profiles: dict[Profile, Priority] | None = None

    @property
    def module(self) -> str:
        """The code of its module."""
        return module_of(self.code)

    @property
    def clause_codes(self) -> tuple[str, ...]:
        """Its clauses by full code, in the standard's order."""
        return tuple(f"{self.code}.{letter}" for letter in self.clauses)


class Catalogue(Frozen):
    """All modules and measures of one edition in one language, in the order of the standard."""

    format: Literal["eits-scan/catalogue/1"] = Field(default="eits-scan/catalogue/1", alias="schema")
    edition: Edition
    language: Lang = "et"
    source: str
    modules: tuple[Module, ...]
    measures: tuple[Measure, ...]

    @cached_property
    def by_code(self) -> dict[str, Measure]:
        """Every measure by its code."""
        return {measure.code: measure for measure in self.measures}

    @cached_property
    def modules_by_code(self) -> dict[str, Module]:
        """Every module by its code."""
        return {module.code: module for module in self.modules}

    def of_module(self, module: str) -> tuple[Measure, ...]:
        """The measures of one module, in the standard's order; none when the edition has no such module."""
        return tuple(measure for measure in self.measures if measure.module == module)

    def digest_of(self, clause: str) -> str | None:
        """The digest of a clause's wording, None when this edition has no such clause."""
        measure = self.by_code.get(measure_of(clause))
        return measure.clauses.get(letter_of(clause)) if measure else None

    def text_of(self, clause: str) -> str | None:
        """The wording of a clause, None unless the edition was imported with texts."""
        measure = self.by_code.get(measure_of(clause))
        return measure.texts.get(letter_of(clause)) if measure else None

"""What differs between two editions of the catalogue, and which coverage entries that touches. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Literal

from scanner.model.base import Frozen
from scanner.model.catalogue import Catalogue, ClauseCode, Level, Mark, Measure, MeasureCode, measure_of
from scanner.model.coverage import Coverage


class Relevelled(Frozen):
    """A measure whose level differs."""

    code: MeasureCode
    old: Level
    new: Level


class Remarked(Frozen):
    """A measure whose C/I/A marks differ."""

    code: MeasureCode
    old: tuple[Mark, ...]
    new: tuple[Mark, ...]


class Retitled(Frozen):
    """A measure whose title differs in its words."""

    code: MeasureCode
    old: str
    new: str


class Relettered(Frozen):
    """A measure whose clause letters differ. `moved` maps an old letter to the one its same wording has now."""

    code: MeasureCode
    old: tuple[str, ...]
    new: tuple[str, ...]
    moved: dict[str, str]


class Reworded(Frozen):
    """A measure with clauses that kept their letter and read differently."""

    code: MeasureCode
    letters: tuple[str, ...]


class Touched(Frozen):
    """A coverage entry to look at again, and why; `moved_to` where the same wording now has another letter."""

    clause: ClauseCode
    why: Literal["measure_removed", "clause_removed", "moved", "reworded", "relevelled", "clause_added"]
    moved_to: ClauseCode | None = None


class CatalogueDiff(Frozen):
    """Everything that differs, each list in the order of the newer edition (removed ones in the older's).

    Wording is compared by digest and only between editions in one language: `wording_compared` says whether it was.
    """

    old: str
    new: str
    wording_compared: bool
    added: tuple[MeasureCode, ...]
    removed: tuple[MeasureCode, ...]
    relevelled: tuple[Relevelled, ...]
    remarked: tuple[Remarked, ...]
    retitled: tuple[Retitled, ...]
    relettered: tuple[Relettered, ...]
    reworded: tuple[Reworded, ...]
    touched: tuple[Touched, ...]


def diff(old: Catalogue, new: Catalogue, coverage: Iterable[Coverage] = ()) -> CatalogueDiff:
    """Compare two editions; `coverage` is that of either one or of both."""
    words = old.language == new.language
    both = [(old.by_code[measure.code], measure) for measure in new.measures if measure.code in old.by_code]
    covered = sorted(set(chain.from_iterable(module.clauses for module in coverage)))
    relettered = tuple(
        Relettered(code=b.code, old=tuple(a.clauses), new=tuple(b.clauses), moved=_moved(a, b) if words else {})
        for a, b in both
        if list(a.clauses) != list(b.clauses)
    )
    reworded = (
        Reworded(code=b.code, letters=letters) for a, b in both if words and (letters := _reworded_letters(a, b))
    )
    return CatalogueDiff(
        old=old.edition,
        new=new.edition,
        wording_compared=words,
        added=tuple(measure.code for measure in new.measures if measure.code not in old.by_code),
        removed=tuple(measure.code for measure in old.measures if measure.code not in new.by_code),
        relevelled=tuple(Relevelled(code=b.code, old=a.level, new=b.level) for a, b in both if a.level is not b.level),
        remarked=tuple(Remarked(code=b.code, old=a.marks, new=b.marks) for a, b in both if a.marks != b.marks),
        retitled=tuple(
            Retitled(code=b.code, old=a.title, new=b.title) for a, b in both if words and not _same(a.title, b.title)
        ),
        relettered=relettered,
        reworded=tuple(reworded),
        touched=tuple(_touched(old, new, covered, words=words)),
    )


def _reworded_letters(old: Measure, new: Measure) -> tuple[str, ...]:
    return tuple(letter for letter, digest in new.clauses.items() if old.clauses.get(letter, digest) != digest)


def _moved(old: Measure, new: Measure) -> dict[str, str]:
    """Old letters whose wording stands under another letter now."""
    now = {digest: letter for letter, digest in new.clauses.items()}
    return {
        letter: now[digest]
        for letter, digest in old.clauses.items()
        if digest in now and new.clauses.get(letter) != digest
    }


def _same(old: str, new: str) -> bool:
    """True when two titles have the same letters: quotes, dashes and spaces do not make another title."""
    return [c for c in old if c.isalnum()] == [c for c in new if c.isalnum()]


def _touched(old: Catalogue, new: Catalogue, covered: list[str], *, words: bool) -> Iterator[Touched]:
    for clause in covered:
        before, after = old.by_code.get(measure_of(clause)), new.by_code.get(measure_of(clause))
        if after is None:
            yield Touched(clause=clause, why="measure_removed")
        elif before is not None:
            was, now = old.digest_of(clause), new.digest_of(clause)
            letter = clause.rpartition(".")[2]
            to = _moved(before, after).get(letter) if words else None
            if to:
                yield Touched(clause=clause, why="moved", moved_to=f"{after.code}.{to}")
            elif now is None:
                yield Touched(clause=clause, why="clause_removed")
            elif was is None:
                yield Touched(clause=clause, why="clause_added")
            elif words and was != now:
                yield Touched(clause=clause, why="reworded")
            if before.level is not after.level:
                yield Touched(clause=clause, why="relevelled")

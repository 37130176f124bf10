"""Fit coverage to the edition at hand: what was judged counts only for the words it was judged against."""

from __future__ import annotations

from scanner.model.catalogue import Catalogue, ClauseCode, measure_of
from scanner.model.coverage import ClauseCoverage, Coverage, Says


def fit(coverage: Coverage, catalogue: Catalogue) -> Coverage:
    """The entries that hold for `catalogue`, under the codes they have there.

    An entry follows its wording to another letter of the measure. Where the wording is nowhere in the measure any
    more, an entry written for this very edition keeps its code with links that only support (a text may have been
    corrected), and one borrowed from another edition is dropped (the letter may now mean something else).
    """
    own = coverage.edition == catalogue.edition
    clauses: dict[ClauseCode, ClauseCoverage] = {}
    for code, clause in coverage.clauses.items():
        if coverage.language != catalogue.language:
            if own and catalogue.digest_of(code) is not None:
                clauses[code] = clause
        elif (now := _where(clause, code, catalogue)) is not None:
            clauses[now] = clause
        elif own and catalogue.digest_of(code) is not None:
            clauses.setdefault(code, _weakened(clause))
    return coverage.model_copy(update={"edition": catalogue.edition, "clauses": clauses})


def _where(clause: ClauseCoverage, code: str, catalogue: Catalogue) -> str | None:
    """The code under which this wording stands: the same one where it can be."""
    if catalogue.digest_of(code) == clause.digest:
        return code
    measure = catalogue.by_code.get(measure_of(code))
    letters = (letter for letter, digest in measure.clauses.items() if digest == clause.digest) if measure else ()
    return next((f"{measure_of(code)}.{letter}" for letter in letters), None)


def _weakened(clause: ClauseCoverage) -> ClauseCoverage:
    links = tuple(link.model_copy(update={"says": Says.SUPPORTS}) for link in clause.links)
    return clause.model_copy(update={"links": links})

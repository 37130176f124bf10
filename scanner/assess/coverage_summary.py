"""Count, per module, by what the clauses are answered: checks, attestations, documents, or nobody. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from scanner.model.base import Frozen
from scanner.model.catalogue import Catalogue, ModuleCode
from scanner.model.coverage import ClauseCoverage, Coverage


class Answer(StrEnum):
    """What answers a clause today. A clause counts once, under the first that fits.

    PROVES: a check alone can show it is met. SUPPORTS: checks see part of it, a person answers the rest. ATTESTATION:
    only a person answers. ORGANISATIONAL: a document. PLANNED: only a check not yet written would answer. NOBODY: no
    entry, so nothing is known about it.
    """

    PROVES = "proves"
    SUPPORTS = "supports"
    ATTESTATION = "attestation"
    ORGANISATIONAL = "organisational"
    PLANNED = "planned"
    NOBODY = "nobody"


class ModuleSummary(Frozen):
    """Clauses of one module by what answers them. `awaiting` counts those some planned check would add to."""

    module: ModuleCode
    title: str
    clauses: int
    by_answer: dict[Answer, int]
    awaiting: int


def answer_of(clause: ClauseCoverage | None) -> Answer:
    """What answers one clause; None stands for a clause without an entry."""
    if clause is None:
        return Answer.NOBODY
    if clause.proven:
        return Answer.PROVES
    if clause.links:
        return Answer.SUPPORTS
    if clause.attest:
        return Answer.ATTESTATION
    if clause.organisational:
        return Answer.ORGANISATIONAL
    return Answer.PLANNED if clause.planned else Answer.NOBODY


def summarise(catalogue: Catalogue, coverage: Mapping[str, Coverage]) -> tuple[ModuleSummary, ...]:
    """One row per module of the edition, in its order; every answer is in `by_answer`, 0 included."""
    rows = []
    for module in catalogue.modules:
        entries = coverage[module.code].clauses if module.code in coverage else {}
        codes = [code for measure in catalogue.of_module(module.code) for code in measure.clause_codes]
        counted = Counter(answer_of(entries.get(code)) for code in codes)
        rows.append(
            ModuleSummary(
                module=module.code,
                title=module.title,
                clauses=len(codes),
                by_answer={answer: counted[answer] for answer in Answer},
                awaiting=sum(1 for code in codes if code in entries and entries[code].planned),
            )
        )
    return tuple(rows)

import pytest

from scanner.assess.coverage_summary import Answer, answer_of, summarise
from scanner.model.base import Text
from scanner.model.catalogue import Catalogue, Measure, Module
from scanner.model.coverage import ClauseCoverage, Coverage, Link, Says

DIGEST = "0" * 12
PROOF = Link(check="linux-x-y", says=Says.PROVES)
HINT = Link(check="linux-x-z", says=Says.SUPPORTS)
QUESTION = Text(et="Kas nii on?", en="Is it so?")


@pytest.mark.parametrize(
    ("entry", "answer"),
    [
        (None, Answer.NOBODY),
        (ClauseCoverage(digest=DIGEST), Answer.NOBODY),
        (ClauseCoverage(digest=DIGEST, links=(PROOF,)), Answer.PROVES),
        (ClauseCoverage(digest=DIGEST, links=(HINT, PROOF)), Answer.PROVES),
        (ClauseCoverage(digest=DIGEST, links=(PROOF,), attest=QUESTION), Answer.SUPPORTS),
        (ClauseCoverage(digest=DIGEST, links=(HINT,), attest=QUESTION), Answer.SUPPORTS),
        (ClauseCoverage(digest=DIGEST, planned=(PROOF,), attest=QUESTION), Answer.ATTESTATION),
        (ClauseCoverage(digest=DIGEST, planned=(PROOF,)), Answer.PLANNED),
        (ClauseCoverage(digest=DIGEST, organisational=True), Answer.ORGANISATIONAL),
    ],
)
def test_a_clause_counts_under_what_answers_it_today(entry: ClauseCoverage | None, answer: Answer) -> None:
    assert answer_of(entry) is answer


def test_every_clause_of_every_module_is_counted_once() -> None:
    measure = {"title": "x", "level": "basic", "clauses": {"a": DIGEST, "b": DIGEST, "d": DIGEST}}
    edition = Catalogue(
        edition="2099",
        source="proov",
        modules=(Module(code="SYS.9.1", title="Üks"), Module(code="SYS.9.2", title="Kaks")),
        measures=tuple(Measure.model_validate(measure | {"code": f"SYS.9.{n}.M1"}) for n in (1, 2)),
    )
    entries = {
        "SYS.9.1.M1.a": ClauseCoverage(digest=DIGEST, links=(PROOF,), planned=(HINT,)),
        "SYS.9.1.M1.b": ClauseCoverage(digest=DIGEST, organisational=True),
    }
    covered, bare = summarise(edition, {"SYS.9.1": Coverage(edition="2099", module="SYS.9.1", clauses=entries)})
    assert (covered.title, covered.clauses, covered.awaiting) == ("Üks", 3, 1)
    assert {answer: n for answer, n in covered.by_answer.items() if n} == {
        Answer.PROVES: 1,
        Answer.ORGANISATIONAL: 1,
        Answer.NOBODY: 1,
    }
    assert bare.by_answer[Answer.NOBODY] == bare.clauses == sum(bare.by_answer.values()) == 3

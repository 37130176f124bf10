from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scanner.assess.clause import Basis, Standing
from scanner.assess.combine import measure_status, over_hosts, percent, suggestion
from scanner.model.status import ClauseStatus as C
from scanner.model.status import MeasureStatus as M

MET = Standing(C.MET, Basis.CHECKS)
NOT_MET = Standing(C.NOT_MET, Basis.FAIL)
PARTLY = Standing(C.PARTLY, Basis.FAIL)
OPEN = Standing(C.PARTLY, Basis.OPEN)
UNKNOWN = Standing(C.UNKNOWN, Basis.UNSEEN)
ASK = Standing(C.NOT_ASSESSED, Basis.OPEN)
WAIVED = Standing(C.WAIVED, Basis.WAIVER)
NOT_HERE = Standing(C.NOT_APPLICABLE, Basis.CHECKS)
NOT_HERE_ASK = Standing(C.NOT_APPLICABLE, Basis.OPEN)
BY_PERSON = Standing(C.NOT_APPLICABLE, Basis.ATTESTED)
BY_NEED = Standing(C.NOT_APPLICABLE, Basis.NEED)
EVERY = [MET, NOT_MET, PARTLY, OPEN, UNKNOWN, ASK, WAIVED, NOT_HERE, NOT_HERE_ASK, BY_PERSON, BY_NEED]
STANDINGS = st.lists(st.sampled_from(EVERY), max_size=6)
GOOD = {M.IMPLEMENTED, M.NOT_RELEVANT, M.RISK_ACCEPTED}


def test_a_clause_is_met_only_where_every_host_it_applies_to_meets_it() -> None:
    assert over_hosts([MET, MET, NOT_HERE]).status is C.MET
    assert over_hosts([MET, UNKNOWN]).status is C.UNKNOWN
    assert over_hosts([MET, ASK]).status is C.NOT_ASSESSED
    assert over_hosts([MET, WAIVED]).status is C.WAIVED
    assert over_hosts([MET, OPEN]).status is C.PARTLY


def test_one_bad_host_makes_partly_and_not_the_worst() -> None:
    assert over_hosts([MET, MET, NOT_MET]).status is C.PARTLY
    assert over_hosts([NOT_MET, NOT_MET]).status is C.NOT_MET
    assert over_hosts([NOT_MET, UNKNOWN]).status is C.NOT_MET
    assert over_hosts([NOT_MET, WAIVED]).status is C.NOT_MET


def test_a_clause_does_not_apply_only_where_it_applies_to_no_host() -> None:
    assert over_hosts([NOT_HERE, BY_PERSON]) == NOT_HERE
    assert over_hosts([NOT_HERE, NOT_HERE_ASK]) == NOT_HERE_ASK
    assert over_hosts([NOT_HERE, UNKNOWN]).status is C.UNKNOWN


def test_a_measure_is_implemented_when_every_clause_is_met() -> None:
    assert measure_status([MET, MET]) is M.IMPLEMENTED
    assert measure_status([MET, BY_NEED, NOT_HERE]) is M.IMPLEMENTED


def test_a_measure_with_met_and_unmet_clauses_is_partly_implemented() -> None:
    assert measure_status([MET, NOT_MET]) is M.PARTLY
    assert measure_status([PARTLY]) is M.PARTLY
    assert measure_status([OPEN, NOT_MET, UNKNOWN]) is M.PARTLY


def test_a_measure_with_gaps_and_nothing_met_is_not_implemented() -> None:
    assert measure_status([NOT_MET, UNKNOWN, ASK]) is M.NOT_IMPLEMENTED


def test_nothing_failing_but_something_unseen_or_unanswered_is_not_assessed() -> None:
    assert measure_status([MET, UNKNOWN]) is M.NOT_ASSESSED
    assert measure_status([MET, OPEN]) is M.NOT_ASSESSED
    assert measure_status([MET, ASK, WAIVED]) is M.NOT_ASSESSED
    assert measure_status([MET, NOT_HERE_ASK]) is M.NOT_ASSESSED
    assert measure_status([]) is M.NOT_ASSESSED


def test_an_accepted_risk_is_never_implemented() -> None:
    assert measure_status([MET, WAIVED]) is M.RISK_ACCEPTED


def test_only_a_person_makes_a_measure_not_relevant() -> None:
    assert measure_status([BY_PERSON, BY_NEED]) is M.NOT_RELEVANT
    assert measure_status([NOT_HERE]) is M.NOT_ASSESSED


def test_only_partly_and_wholly_unmet_measures_get_a_suggestion() -> None:
    assert suggestion(M.PARTLY, [MET, NOT_MET]) == "O"
    assert suggestion(M.NOT_IMPLEMENTED, [NOT_MET, NOT_MET, NOT_HERE]) == "E"
    assert suggestion(M.NOT_IMPLEMENTED, [NOT_MET, UNKNOWN]) == ""
    assert suggestion(M.IMPLEMENTED, [MET]) == ""
    assert suggestion(M.RISK_ACCEPTED, [WAIVED]) == ""


def test_a_percentage_counts_met_against_met_not_met_and_partly_alone() -> None:
    counts = {C.MET: 3, C.NOT_MET: 1, C.PARTLY: 1, C.UNKNOWN: 100, C.WAIVED: 7, C.NOT_APPLICABLE: 9, C.NOT_ASSESSED: 2}
    assert percent(counts) == 60
    assert percent({C.UNKNOWN: 5}) is None
    assert percent({C.NOT_MET: 5}) == 0


@given(STANDINGS, st.randoms(use_true_random=False))
def test_no_status_depends_on_the_order_of_hosts_or_clauses(standings: list[Standing], random: object) -> None:
    shuffled = list(standings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis hands in a random.Random
    assert over_hosts(shuffled) == over_hosts(standings)
    assert measure_status(shuffled) == measure_status(standings)


@given(STANDINGS)
def test_an_unseen_host_never_leaves_a_clause_looking_settled(standings: list[Standing]) -> None:
    before, after = over_hosts(standings), over_hosts([*standings, UNKNOWN])
    assert after.status in (C.UNKNOWN, C.NOT_MET, C.PARTLY)
    assert after == before or after.status is C.UNKNOWN


@given(STANDINGS)
def test_an_unseen_clause_never_improves_a_measure(standings: list[Standing]) -> None:
    before, after = measure_status(standings), measure_status([*standings, UNKNOWN])
    assert after not in GOOD
    assert after is before or after is M.NOT_ASSESSED


@given(STANDINGS)
def test_a_measure_with_a_gap_is_never_good(standings: list[Standing]) -> None:
    if any(each.gap for each in standings):
        assert measure_status(standings) in (M.PARTLY, M.NOT_IMPLEMENTED)
    else:
        assert measure_status(standings) in {*GOOD, M.NOT_ASSESSED}


@given(STANDINGS)
def test_a_suggestion_is_only_ever_given_on_a_gap(standings: list[Standing]) -> None:
    status = measure_status(standings)
    assert suggestion(status, standings) in ({"O"} if status is M.PARTLY else {"E", ""})
    if suggestion(status, standings):
        assert any(each.gap for each in standings)


@given(st.dictionaries(st.sampled_from(list(C)), st.integers(0, 50)))
def test_a_percentage_lies_between_nothing_and_all(counts: dict[C, int]) -> None:
    share = percent(counts)
    judged = sum(counts.get(status, 0) for status in (C.MET, C.NOT_MET, C.PARTLY))
    assert (share is None) == (judged == 0)
    if share is not None:
        assert 0 <= share <= 100
        assert round(share * judged / 100) == counts.get(C.MET, 0)

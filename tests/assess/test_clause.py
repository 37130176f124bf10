"""Clause × host: every rule, and that the first that matches wins."""

from __future__ import annotations

from datetime import date

import pytest

from scanner.model.coverage import ClauseCoverage
from scanner.model.decision import Attestation, State, Waiver, WaiverKind
from scanner.model.host import Host
from scanner.model.status import ClauseStatus as C
from scanner.model.target import Target
from tests.assess.site import attestation, clause, clause_of, measure, rolled, site, waiver

HOST = [Host(name="a.example", host_id="a")]
CODE = "SYS.9.1.M1.a"
PROVES = clause("sshd-root proves")
SUPPORTS = clause("sshd-root supports")
REFUTES = clause("sshd-root refutes")
ASKED = clause("sshd-root proves", ask=True)
TWO = clause("sshd-root proves", "sshd-empty supports")
NO_CHECK = clause(ask=True)


def status(
    coverage: ClauseCoverage,
    root: str | None = None,
    empty: str | None = None,
    *,
    said: Attestation | None = None,
    under: Waiver | None = None,
    level: str = "standard",
    need: str = "normal",
    as_of: date = date(2026, 11, 24),
) -> C:
    """The status on one host with one or two findings."""
    targets = [Target.model_validate({
        "id": "servers", "name": "S", "hosts": ("a.example",), "modules": ("SYS.9.1",),
        "need": {"C": need, "I": "normal", "A": "normal"},
    })]  # fmt: skip
    here = site(
        {CODE: coverage},
        [measure("SYS.9.1.M1", level)],
        hosts=HOST,
        targets=targets,
        attestations=[said] if said else [],
        waivers=[under] if under else [],
        as_of=as_of,
    )
    words = {("a", check): word for check, word in (("sshd-root", root), ("sshd-empty", empty)) if word}
    return clause_of(rolled(here, words)).by_host["a.example"]


NO = attestation(CODE, State.NOT_IMPLEMENTED)
PARTLY = attestation(CODE, State.PARTLY)
YES = attestation(CODE, State.IMPLEMENTED)
NOT_RELEVANT = attestation(CODE, State.NOT_RELEVANT)


@pytest.mark.parametrize("coverage", [PROVES, REFUTES, ASKED])
def test_a_fail_that_proves_or_refutes_is_not_met_whatever_anybody_says(coverage: ClauseCoverage) -> None:
    assert status(coverage, "fail", said=YES) is C.NOT_MET


def test_a_statement_of_not_implemented_outweighs_a_fail_that_only_supports() -> None:
    assert status(SUPPORTS, "fail", said=NO) is C.NOT_MET
    assert status(SUPPORTS, "pass", said=NO) is C.NOT_MET


def test_a_fail_that_supports_is_partly_even_against_a_yes() -> None:
    assert status(SUPPORTS, "fail") is C.PARTLY
    assert status(SUPPORTS, "fail", said=YES) is C.PARTLY


def test_a_fail_outweighs_what_could_not_be_seen() -> None:
    assert status(TWO, "fail", "error") is C.NOT_MET
    assert status(TWO, "error", "fail") is C.PARTLY


@pytest.mark.parametrize("seen", ["error", None])
def test_what_was_not_seen_is_unknown_even_against_a_yes(seen: str | None) -> None:
    assert status(PROVES, seen) is C.UNKNOWN
    assert status(PROVES, seen, said=YES) is C.UNKNOWN
    assert status(TWO, "pass", seen) is C.UNKNOWN


def test_a_clause_none_of_whose_checks_apply_does_not_apply() -> None:
    assert status(PROVES, "not_applicable") is C.NOT_APPLICABLE
    assert status(TWO, "not_applicable", "not_applicable", said=PARTLY) is C.NOT_APPLICABLE


def test_a_check_that_does_not_apply_is_dropped_where_another_does() -> None:
    assert status(TWO, "pass", "not_applicable") is C.MET
    assert status(TWO, "not_applicable", "pass") is C.PARTLY


def test_statements_decide_where_checks_leave_something_open() -> None:
    assert status(ASKED, "pass") is C.PARTLY
    assert status(ASKED, "pass", said=YES) is C.MET
    assert status(ASKED, "pass", said=PARTLY) is C.PARTLY
    assert status(NO_CHECK, said=YES) is C.MET
    assert status(NO_CHECK, said=NOT_RELEVANT) is C.NOT_APPLICABLE
    assert status(clause(organisational=True), said=YES) is C.MET


def test_a_yes_counts_until_its_last_day_and_a_no_until_it_is_replaced() -> None:
    last = date(2027, 11, 1)
    after = date(2027, 11, 2)
    assert status(NO_CHECK, said=YES, as_of=last) is C.MET
    assert status(NO_CHECK, said=YES, as_of=after) is C.NOT_ASSESSED
    assert status(NO_CHECK, said=NO, as_of=after) is C.NOT_MET


def test_a_statement_made_later_does_not_count_yet() -> None:
    assert status(NO_CHECK, said=YES, as_of=date(2026, 10, 31)) is C.NOT_ASSESSED


def test_a_pass_meets_a_clause_only_where_it_proves_it_and_nothing_is_asked() -> None:
    assert status(PROVES, "pass") is C.MET
    assert status(SUPPORTS, "pass") is C.PARTLY
    assert status(REFUTES, "pass") is C.PARTLY


def test_without_checks_and_statements_a_clause_is_not_assessed() -> None:
    assert status(NO_CHECK) is C.NOT_ASSESSED
    assert status(clause(organisational=True)) is C.NOT_ASSESSED


def test_a_check_that_does_not_exist_counts_for_nothing() -> None:
    assert status(clause("not-yet-written proves", ask=True)) is C.NOT_ASSESSED
    assert status(clause("sshd-root supports", "not-yet-written proves"), "pass") is C.PARTLY


def test_a_clause_binds_only_from_its_need() -> None:
    from_high = clause("sshd-root proves", when_need="high", need_of=("C",))
    assert status(from_high, "fail") is C.NOT_APPLICABLE
    assert status(from_high, "fail", need="high") is C.NOT_MET
    assert status(from_high, "fail", need="very_high") is C.NOT_MET
    of_availability = clause("sshd-root proves", when_need="high", need_of=("A",))
    assert status(of_availability, "fail", need="high") is C.NOT_APPLICABLE


def test_a_link_binds_only_from_its_need() -> None:
    coverage = clause("sshd-root proves", "sshd-empty proves high")
    assert status(coverage, "pass", "fail") is C.MET
    assert status(coverage, "pass", "fail", need="high") is C.NOT_MET


@pytest.mark.parametrize("kind", [WaiverKind.FALSE_POSITIVE, WaiverKind.EQUIVALENT])
def test_a_false_positive_and_an_equivalent_measure_count_as_a_pass_and_never_as_more(kind: WaiverKind) -> None:
    assert status(PROVES, "fail", under=waiver(kind)) is C.MET
    assert status(PROVES, "fail", under=waiver(kind), level="basic") is C.MET
    assert status(SUPPORTS, "fail", under=waiver(kind)) is C.PARTLY
    assert status(ASKED, "fail", under=waiver(kind)) is C.PARTLY
    assert status(TWO, "fail", "error", under=waiver(kind)) is C.UNKNOWN


def test_a_temporary_exception_changes_no_status() -> None:
    assert status(PROVES, "fail", under=waiver(WaiverKind.TEMPORARY)) is C.NOT_MET
    assert status(SUPPORTS, "fail", under=waiver(WaiverKind.TEMPORARY)) is C.PARTLY


def test_an_accepted_risk_waives_a_clause_but_never_one_of_a_basic_measure() -> None:
    accepted = waiver(WaiverKind.RISK_ACCEPTED)
    assert status(PROVES, "fail", under=accepted) is C.WAIVED
    assert status(PROVES, "fail", under=accepted, level="basic") is C.NOT_MET
    assert status(SUPPORTS, "fail", under=accepted, level="basic") is C.PARTLY


def test_a_waiver_counts_until_its_last_day() -> None:
    accepted = waiver(WaiverKind.RISK_ACCEPTED)
    assert status(PROVES, "fail", under=accepted, as_of=date(2026, 12, 31)) is C.WAIVED
    assert status(PROVES, "fail", under=accepted, as_of=date(2027, 1, 1)) is C.NOT_MET


def test_of_two_statements_the_newest_counts_and_a_general_yes_hides_no_particular_no() -> None:
    older = attestation(CODE, State.NOT_IMPLEMENTED, stated_on=date(2026, 10, 1))
    particular = attestation(CODE, State.NOT_IMPLEMENTED, hosts=("a.example",), stated_on=date(2026, 10, 1))
    targets = [Target(id="servers", name="S", hosts=("a.example",), modules=("SYS.9.1",))]

    def said(*given: Attestation) -> C:
        return clause_of(rolled(site({CODE: NO_CHECK}, hosts=HOST, targets=targets, attestations=given), {})).status

    assert said(older, YES) is C.MET
    assert said(YES, older) is C.MET
    assert said(YES, particular) is C.NOT_MET

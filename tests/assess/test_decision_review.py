from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from scanner.assess.decision_review import (
    Remark,
    Term,
    Weight,
    review_attestations,
    review_waivers,
    term,
    uses,
)
from scanner.assess.site import Site
from scanner.assess.unanswered import Unanswered, unanswered
from scanner.model.base import Text
from scanner.model.catalogue import Catalogue, Module
from scanner.model.coverage import Coverage
from scanner.model.decision import Attestation, State, Waiver, WaiverKind
from scanner.model.finding import Judged
from scanner.model.host import Host
from scanner.model.report import ClauseInfo, FindingInfo, MeasureInfo
from scanner.model.status import ClauseStatus, MeasureStatus
from scanner.model.target import Scope, Target
from scanner.model.verdict import Severity, Verdict
from tests.assess.site import NOW, TODAY, attestation, clause, measure, waiver

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
BASIC = measure("SYS.9.1.M1", "basic", "ab")
ASKED = Text(et="Kas see on tehtud?", en="Has it been done?")
MORE = measure("SYS.9.1.M2")


def site(**more: Any) -> Site:
    """Two hosts, two checks, a basic and a standard measure."""
    return Site(
        scope=Scope(targets=(Target(id="servers", name="Serverid", groups=("web",), modules=("SYS.9.1",)),)),
        catalogue=Catalogue(
            edition="9", source="katse", measures=(BASIC, MORE), modules=(Module(code="SYS.9.1", title="Katse"),)
        ),
        coverage={
            "SYS.9.1": Coverage(
                schema="eits-scan/coverage/1",
                edition="9",
                module="SYS.9.1",
                clauses={
                    "SYS.9.1.M1.a": clause("sshd-root proves"),
                    "SYS.9.1.M1.b": clause(ask=True),
                    "SYS.9.1.M2.a": clause("sshd-ports supports"),
                },
            )
        },
        checks=frozenset({"sshd-root", "sshd-ports"}),
        hosts=(Host(name="a", host_id="a", groups=("web",)), Host(name="b", host_id="b", groups=("web",))),
        as_of=TODAY,
        **more,
    )


def found(check: str, host: str, *keys: str, judged: int = 0) -> FindingInfo:
    """A failing finding with its objects."""
    text = Text(et="ei", en="no")
    return FindingInfo(
        check=check,
        host=host,
        verdict=Verdict.FAIL,
        severity=Severity.LOW,
        message=text,
        objects=tuple(Judged(key=key, at="x", verdict="fail", expected=text, actual=key) for key in keys),
        judged=judged or len(keys),
        observed_at=NOW,
    )


def remarks(waivers: Sequence[Waiver], *findings: FindingInfo) -> list[tuple[Weight, str]]:
    """What is said of waivers, without the notes."""
    numbered = list(enumerate(waivers))
    used = uses(numbered, site(), [(each.check, [each]) for each in findings])
    return [told(each) for each in review_waivers(numbered, site(), used) if each.weight is not Weight.NOTE]


def told(remark: Remark) -> tuple[Weight, str]:
    return remark.weight, f"{remark.number} {'.'.join(map(str, remark.fields))}: {remark.message}"


@pytest.mark.parametrize(
    ("first", "last", "stands"),
    [
        (YESTERDAY, TODAY, Term.SOON),
        (YESTERDAY, YESTERDAY, Term.EXPIRED),
        (TODAY, TODAY + timedelta(days=14), Term.SOON),
        (TODAY, TODAY + timedelta(days=15), Term.IN_FORCE),
        (TOMORROW, TOMORROW, Term.FUTURE),
    ],
)
def test_the_last_day_counts_and_the_last_fourteen_are_told(first: date, last: date, stands: Term) -> None:
    assert term(first, last, TODAY) is stands


def test_an_expired_waiver_is_an_error_and_is_not_called_unused_as_well() -> None:
    (said,) = remarks([waiver(WaiverKind.EQUIVALENT, expires=YESTERDAY)])
    assert said == (Weight.ERROR, "0 expires: expired: its last day was 2026-11-23; it counts no more")


def test_a_waiver_that_covers_no_gap_is_told() -> None:
    on_b = waiver(WaiverKind.EQUIVALENT, hosts=("b",))
    assert remarks([on_b], found("sshd-root", "b")) == []
    ((weight, message),) = remarks([on_b], found("sshd-root", "a"), found("sshd-ports", "b"))
    assert (weight, message) == (
        Weight.WARNING,
        "0 id: E-1 covers no gap now; take it out if the gap was closed",
    )


def test_nothing_is_said_of_use_before_the_first_scan() -> None:
    assert not [
        each for each in review_waivers([(0, waiver(WaiverKind.EQUIVALENT))], site(), None) if "covers" in each.message
    ]


def test_an_object_that_no_finding_has_is_told_with_those_there_are() -> None:
    named = waiver(WaiverKind.EQUIVALENT, objects=("22", "tcp/23"))
    ((_, message),) = remarks([named], found("sshd-root", "a", "22", "23"))
    assert message == "0 objects.1: no finding has an object 'tcp/23'; there are: 22, 23"
    assert remarks([named], found("sshd-root", "a", "22", judged=900)) == []


def test_two_waivers_of_the_same_finding_are_told_once() -> None:
    of_check = waiver(WaiverKind.EQUIVALENT)
    of_measure = waiver(WaiverKind.EQUIVALENT, id="E-2", measure="SYS.9.1.M1")
    gaps = (found("sshd-root", "a", "22"), found("sshd-root", "b", "22"))
    said = [(Weight.WARNING, "1 id: E-2 and E-1 are about the same finding; keep one")]
    assert remarks([of_check, of_measure], *gaps) == said
    apart = [waiver(WaiverKind.EQUIVALENT, id=name, hosts=(name,)) for name in ("a", "b")]
    assert remarks(apart, *gaps) == []
    objects = [waiver(WaiverKind.EQUIVALENT, id=name, objects=(name,)) for name in ("22", "23")]
    assert remarks(objects, found("sshd-root", "a", "22", "23")) == []


@pytest.mark.parametrize("kind", list(WaiverKind))
def test_of_a_basic_measure_it_is_told_which_kinds_never_make_it_green(kind: WaiverKind) -> None:
    of_basic, of_other = waiver(kind), waiver(kind, check="sshd-ports")
    notes = [
        each.number for each in review_waivers([(0, of_basic), (1, of_other)], site(), None) if each.weight == "note"
    ]
    assert notes == ([0] if kind in (WaiverKind.TEMPORARY, WaiverKind.RISK_ACCEPTED) else [])


def said_of(*said: Attestation) -> list[tuple[Weight, str]]:
    return [told(each) for each in review_attestations(list(enumerate(said)), site())]


def test_an_expired_yes_is_an_error_until_there_is_a_newer_answer() -> None:
    old = attestation("SYS.9.1.M1.b", State.IMPLEMENTED, valid_until=YESTERDAY)
    ((weight, _),) = said_of(old)
    assert weight is Weight.ERROR
    ((weight, message),) = said_of(old, attestation("SYS.9.1.M1.b", State.IMPLEMENTED, stated_on=TODAY))
    assert (weight, message) == (Weight.WARNING, "0 stated_on: a newer statement of 2026-11-24 counts")


def test_an_expired_no_still_counts_and_is_only_told() -> None:
    ((weight, message),) = said_of(attestation("SYS.9.1.M1.b", State.NOT_IMPLEMENTED, valid_until=YESTERDAY))
    assert weight is Weight.WARNING
    assert "still counts" in message


def open_clauses(
    *said: Attestation,
    within: int = 30,
    measure: MeasureStatus = MeasureStatus.NOT_ASSESSED,
    status: ClauseStatus = ClauseStatus.NOT_ASSESSED,
    question: Text | None = ASKED,
    organisational: bool = False,
) -> list[Unanswered]:
    """What waits for an answer, of a measure with one clause like this."""
    asked = ClauseInfo(code="SYS.9.1.M1.b", status=status, question=question, organisational=organisational)
    settled = ClauseInfo(code="SYS.9.1.M1.a", status=ClauseStatus.NOT_MET)
    info = MeasureInfo(
        code="SYS.9.1.M1",
        title="Meede",
        module="SYS.9.1",
        level=BASIC.level,
        target="servers",
        status=measure,
        clauses=(settled, asked),
    )
    return list(unanswered(site(attestations=said), [info], within))


def test_a_question_nobody_answered_is_due_and_an_answered_one_is_not() -> None:
    (due,) = open_clauses()
    assert (due.clause, due.until, due.hosts) == ("SYS.9.1.M1.b", None, ())
    assert open_clauses(attestation("SYS.9.1.M1.b", State.NOT_IMPLEMENTED)) == []
    assert open_clauses(question=None) == []
    assert len(open_clauses(question=None, organisational=True)) == 1


def test_what_does_not_apply_or_was_not_decided_waits_for_nobody() -> None:
    assert open_clauses(status=ClauseStatus.NOT_APPLICABLE) == []
    assert open_clauses(measure=MeasureStatus.TO_CONSIDER) == []


def test_an_answer_for_one_host_leaves_the_others_open() -> None:
    (due,) = open_clauses(attestation("SYS.9.1.M1.b", State.IMPLEMENTED, hosts=("a",)))
    assert due.hosts == ("b",)


@pytest.mark.parametrize(("days", "listed"), [(-1, True), (30, True), (31, False)])
def test_an_answer_is_due_again_before_it_ends(days: int, listed: bool) -> None:
    until = TODAY + timedelta(days=days)
    due = open_clauses(attestation("SYS.9.1.M1.b", State.IMPLEMENTED, valid_until=until))
    assert [(each.until, each.ended) for each in due] == ([(until, days < 0)] if listed else [])

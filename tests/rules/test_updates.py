"""What is outstanding, by lists old and new."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from scanner.facts.updates import Update, Updates
from scanner.language.leaf import Scene
from scanner.model.facts import Items
from scanner.model.unknown import Cause, Unknown
from scanner.model.verdict import Verdict
from scanner.rules.updates import Lists, no_security_outstanding

NOW = datetime(2026, 1, 15, tzinfo=UTC)
WAITS = Update(name="openssl", installed="1", candidate="2", security=True)
CUT = Unknown(cause=Cause.CUT)


def _verdict(updates: Updates) -> Verdict:
    return no_security_outstanding(Scene({"updates": updates}, NOW, {}), Lists(days=7)).verdict


@pytest.mark.parametrize(("age", "wanted"), [(7, Verdict.PASS), (8, Verdict.ERROR)])
def test_only_new_lists_can_deny_that_an_update_waits(age: int, wanted: Verdict) -> None:
    assert _verdict(Updates(pending=Items(), refreshed=NOW - timedelta(days=age))) is wanted


def test_an_update_seen_in_a_part_of_the_answer_is_a_fail() -> None:
    assert _verdict(Updates(pending=Items(items=(WAITS,), missing=CUT), refreshed=CUT)) is Verdict.FAIL


def test_a_part_of_the_answer_without_one_is_an_error() -> None:
    assert _verdict(Updates(pending=Items(missing=CUT), refreshed=NOW)) is Verdict.ERROR


def test_an_answer_that_never_came_is_an_error() -> None:
    assert _verdict(Updates()) is Verdict.ERROR

"""The one table of status words."""

from __future__ import annotations

from enum import StrEnum

import pytest

from scanner.model.catalogue import Level
from scanner.model.status import Change, ClauseStatus, MeasureStatus, word
from scanner.model.verdict import HostState, Severity, Verdict

KINDS: list[type[StrEnum]] = [ClauseStatus, MeasureStatus, Change, Verdict, HostState, Severity, Level]


@pytest.mark.parametrize(
    "status", [status for kind in KINDS for status in kind], ids=lambda s: f"{type(s).__name__}.{s}"
)
def test_every_status_has_a_sign_and_a_word_in_both_languages(status: StrEnum) -> None:
    sign, text = word(status)
    assert sign.strip()
    assert text.et.strip()
    assert text.en.strip()


@pytest.mark.parametrize("kind", KINDS)
def test_two_statuses_of_one_kind_never_share_a_word(kind: type[StrEnum]) -> None:
    assert len({word(status).text.et for status in kind}) == len(kind)
    assert len({word(status).text.en for status in kind}) == len(kind)


def test_statuses_of_different_kinds_with_one_value_keep_their_own_words() -> None:
    assert word(ClauseStatus.NOT_ASSESSED) != word(MeasureStatus.NOT_ASSESSED)
    assert word(ClauseStatus.PARTLY).text.et == "Osaliselt"

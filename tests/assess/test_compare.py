from __future__ import annotations

from collections import Counter

import pytest

from scanner.assess.compare import against, between, change, fold
from scanner.model.status import Change
from tests.assess.site import finding, observed

NIGHTS = [
    ("pass", Change.FIRST),
    ("fail:22", Change.FIRST),
    ("pass pass", Change.UNCHANGED),
    ("pass fail:22", Change.NEW),
    ("not_applicable fail:22", Change.NEW),
    ("fail:22 fail:22", Change.PERSISTING),
    ("fail:22,23 fail:22", Change.PERSISTING),
    ("fail:22 fail:22,23", Change.WORSE),
    ("fail:22 fail:23", Change.WORSE),
    ("fail:22 pass", Change.FIXED),
    ("fail:22 not_applicable", Change.FIXED),
    ("fail:22 pass fail:22", Change.REGRESSED),
    ("fail:22 pass pass fail:22", Change.REGRESSED),
    ("pass error", Change.GONE_UNKNOWN),
    ("fail:22 error", Change.GONE_UNKNOWN),
    ("fail:22 error error", Change.UNCHANGED),
    ("fail:22 error fail:22", Change.PERSISTING),
    ("fail:22 error fail:22,23", Change.WORSE),
    ("fail:22 error pass", Change.FIXED),
    ("pass error fail:22", Change.NEW),
    ("error fail:22", Change.FIRST),
    ("error error", Change.UNCHANGED),
    ("error pass", Change.FIRST),
]


@pytest.mark.parametrize(("nights", "expected"), NIGHTS, ids=[nights for nights, _ in NIGHTS])
def test_the_change_of_the_last_night(nights: str, expected: Change) -> None:
    *before, now = (finding("a", "sshd-root", word) for word in nights.split())
    assert change(now, fold(before)) is expected


def test_more_failing_objects_than_were_kept_are_worse_by_number() -> None:
    before = finding("a", "sshd-root", "fail:22").model_copy(update={"judged": 2000})
    now = before.model_copy(update={"judged": 2001})
    assert change(now, fold([before])) is Change.WORSE
    assert change(before, fold([now])) is Change.PERSISTING


def test_a_pair_only_the_old_run_looked_at_was_not_scanned_and_is_never_fixed() -> None:
    failing, passing = finding("a", "sshd-root", "fail:22"), finding("a", "sshd-root", "pass")
    assert between(failing, passing) is Change.FIXED
    assert between(failing, None) is Change.NOT_SCANNED
    assert between(None, failing) is Change.FIRST


def test_against_a_baseline_every_host_counts_once() -> None:
    before = {"a": "fail:22", "b": "pass", "c": "error", "d": "fail:22", "e": "pass"}
    after = {"a": "pass", "b": "fail:22", "c": "error", "d": "fail:22,23", "f": "pass"}
    base, now = ([finding(host, "sshd-root", word) for host, word in words.items()] for words in (before, after))
    assert against(map(observed, base), map(observed, now)) == Counter(
        {
            Change.FIXED: 1,  # a: 22 fails, then passes
            Change.NEW: 1,  # b: passes, then fails
            Change.UNCHANGED: 1,  # c: an error, twice
            Change.WORSE: 1,  # d: 22, then 22 and 23 fail
            Change.NOT_SCANNED: 1,  # e
            Change.FIRST: 1,  # f
        }
    )


def test_the_same_said_of_many_hosts_is_counted_for_each() -> None:
    failing = [finding(host, "sshd-root", "fail:22") for host in "abc"]
    assert against(map(observed, failing), map(observed, failing)) == Counter({Change.PERSISTING: 3})
    assert against([], []) == Counter()

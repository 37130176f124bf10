"""Host keys are compared over the hosts that answered."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from scanner.facts.ssh_keys import SshKeys
from scanner.language.leaf import Scene
from scanner.language.outcome import Outcome
from scanner.rules import rules
from scanner.rules.ssh_keys import fleet_of

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def facts(*fingerprints: Any, **rest: Any) -> dict[str, Any]:
    items = [{"path": f"/etc/ssh/{index}", "fingerprint": each} for index, each in enumerate(fingerprints)]
    return {"ssh_keys": SshKeys.model_validate({"host_keys": {"items": items, **rest}})}


def judged(own: dict[str, Any], **fleet: dict[str, Any]) -> Outcome:
    return rules()["ssh_keys.host_keys_unique"].bind({})(Scene(own, NOW, {}, fleet=fleet_of(fleet.items())))


def test_a_key_on_two_hosts_fails_and_names_both() -> None:
    outcome = judged(facts("SHA256:a", "SHA256:b"), one=facts("SHA256:a", "SHA256:b"), two=facts("SHA256:b"))
    assert outcome.verdict == "fail"
    assert [(trace.key, trace.actual) for trace in outcome.objects] == [("/etc/ssh/1", "SHA256:b: one, two")]


def test_keys_of_their_own_pass() -> None:
    assert judged(facts("SHA256:a"), one=facts("SHA256:a"), two=facts("SHA256:b")).verdict == "pass"


def test_one_key_twice_on_the_same_host_is_not_shared() -> None:
    own = facts("SHA256:a", "SHA256:a")
    assert judged(own, one=own, two=facts("SHA256:b")).verdict == "pass"


def test_a_single_host_has_nobody_to_share_with() -> None:
    own = facts("SHA256:a")
    assert judged(own, one=own).verdict == "not_applicable"


def test_keys_that_were_not_all_seen_are_an_error() -> None:
    own = facts("SHA256:a", missing={"unknown": "permission"})
    assert judged(own, one=own, two=facts("SHA256:b")).verdict == "error"
    unread = facts({"unknown": "unparsed"})
    assert judged(unread, one=unread, two=facts("SHA256:b")).verdict == "error"
    nothing = {"ssh_keys": SshKeys()}
    assert judged({}, one=nothing, two=nothing).verdict == "error"


@pytest.mark.parametrize(
    "unseen",
    [
        {},
        {"ssh_keys": SshKeys()},
        facts("SHA256:c", missing={"unknown": "cut"}),
        facts({"unknown": "unparsed"}),
    ],
    ids=["no answer", "no keys read", "a list that is cut", "a key that cannot be read"],
)
def test_a_key_that_a_host_not_seen_may_have_too_is_an_error(unseen: dict[str, Any]) -> None:
    own, other = facts("SHA256:a"), facts("SHA256:b")
    outcome = judged(own, one=own, two=other, three=unseen)
    assert (outcome.verdict, outcome.cause) == ("error", "not_collected")
    assert outcome.reach is not None
    assert outcome.reach.en == "compared the keys of 2 of the run's 3 hosts"
    assert judged(own, one=own, two=unseen).verdict == "error"


def test_a_shared_key_fails_whatever_else_was_not_seen() -> None:
    own = facts("SHA256:a")
    assert judged(own, one=own, two=own, three={}).verdict == "fail"


def test_an_account_that_a_host_not_seen_may_have_too_is_an_error() -> None:
    own, cut = authorized(("mari", "SHA256:a")), authorized(missing={"unknown": "cut"})
    assert shared(own, one=own, two=authorized()).verdict == "pass"
    assert {shared(own, one=own, two=unseen).verdict for unseen in ({}, cut)} == {"error"}
    assert shared(authorized(), one=authorized(), two={}).verdict == "not_applicable"


def authorized(*pairs: tuple[str, Any], **rest: Any) -> dict[str, Any]:
    items = [{"name": f"{account} {key}", "account": account, "fingerprint": key} for account, key in pairs]
    return {"ssh_keys": SshKeys.model_validate({"authorized": {"items": items, **rest}})}


def shared(own: dict[str, Any], **fleet: dict[str, Any]) -> Outcome:
    return rules()["ssh_keys.one_account_a_key"].bind({})(Scene(own, NOW, {}, fleet=fleet_of(fleet.items())))


def test_a_key_of_two_accounts_fails_on_one_host_and_across_hosts() -> None:
    assert shared(authorized(("mari", "SHA256:a"), ("root", "SHA256:a"))).verdict == "fail"
    outcome = shared(authorized(("mari", "SHA256:a")), other=authorized(("jaan", "SHA256:a")))
    assert [(trace.key, trace.actual) for trace in outcome.objects] == [("mari SHA256:a", "jaan@other, mari")]


def test_the_same_account_may_use_its_key_on_many_hosts() -> None:
    own = authorized(("mari", "SHA256:a"), ("jaan", "SHA256:b"))
    assert shared(own, one=own, other=authorized(("mari", "SHA256:a"))).verdict == "pass"


def test_a_line_that_is_no_key_lets_nobody_in() -> None:
    assert shared(authorized(("mari", {"unknown": "unparsed"}))).verdict == "not_applicable"


def test_homes_that_were_not_seen_are_an_error() -> None:
    assert shared(authorized(("mari", "SHA256:a"), missing={"unknown": "permission"})).verdict == "error"
    assert shared({}).verdict == "error"

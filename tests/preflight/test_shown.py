"""What is printed of hosts: every state has its words, and nothing a host says reaches the terminal as it is."""

from __future__ import annotations

import pytest
from rich import console

from scanner.model.failure import Failure
from scanner.preflight import shown
from scanner.preflight.known_hosts import HostKey, Trust
from scanner.preflight.readiness import Readiness, State, Step, StumbleError
from scanner.preflight.trust import HostKeys, ShownKey

HOSTILE = "\x1b]0;owned\x07[red]"


def test_a_table_on_a_terminal_obeys_no_host(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failed = StumbleError(Step.SHELL, Failure.NO_SHELL, HOSTILE)
    hosts = [
        Readiness(host=f"web{HOSTILE}", connection="ssh", state=State.NOT_READY, step=failed.step, cause=failed.cause,
                  detail=failed.detail, todo=failed.todo),
        Readiness(host="db", connection="ssh", notes=(HOSTILE,)),
    ]  # fmt: skip
    monkeypatch.setattr(shown, "Console", lambda: console.Console(force_terminal=True, width=200))
    shown.show(hosts)
    printed = capsys.readouterr().out
    assert "NOT READY" in printed
    assert "\x1b]0" not in printed
    assert "\x07" not in printed
    assert "[red]" in printed
    assert shown.summary(hosts) == "hosts: 2; ready: 1, NOT READY: 1"


@pytest.mark.parametrize("trust", Trust)
def test_every_kind_of_trust_has_its_words(trust: Trust) -> None:
    key = ShownKey(key=HostKey(type=f"ssh-{HOSTILE}", blob=b"x"), trust=trust)
    keys = HostKeys(host="web", keys=(key,))
    told = "\n".join(shown.key_lines(keys))
    assert "\x1b" not in told
    assert ("NOTHING IS WRITTEN" in told) is (trust in (Trust.CHANGED, Trust.REVOKED))


def test_a_long_word_of_a_host_is_cut_to_its_last_line() -> None:
    assert len(StumbleError(Step.SHELL, None, "first\n" + "a" * 5000).detail) == 300

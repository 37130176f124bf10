"""Sudo rules that give more than they say, on entries as the parser makes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scanner.facts.raw import Raw, Stream
from scanner.facts.sudo import parse
from scanner.language.leaf import Scene
from scanner.language.outcome import Outcome
from scanner.model.unknown import Cause
from scanner.model.verdict import Verdict
from scanner.rules import rules


def judged(sudoers: str, statuses: str = "") -> Outcome:
    lines = "".join(f"line\t/etc/sudoers\t{number}\t{text}\n" for number, text in enumerate(sudoers.splitlines(), 1))
    texts = {"installed": "sudo\n", "lines": f"file\t/etc/sudoers\n{lines}", "statuses": statuses, "host": "db1\n"}
    raw = Raw(streams={name: Stream(text.encode()) for name, text in texts.items()})
    scene = Scene({"sudo": parse(raw)}, datetime(2026, 1, 1, tzinfo=UTC), {})
    return rules()["sudo.no_shell_escape"].bind({})(scene)


@pytest.mark.parametrize(
    "sudoers",
    [
        "mari ALL = /usr/bin/vim /etc/motd",
        "mari ALL = /usr/bin/less",
        "mari ALL = /bin/bash",
        'mari ALL = /bin/bash ""',
        "mari ALL = /usr/bin/python3.11",
        "mari ALL = /usr/bin/find /var -name *",
        "mari ALL = /usr/bin/systemctl",
        "mari ALL = /bin/su -",
        "mari ALL = /usr/bin/*",
        "mari ALL = /opt/tools/",
        "mari ALL = ALL, !/bin/su",
        "mari ALL = NOEXEC: /bin/cp",
        "Cmnd_Alias E = /usr/bin/nano\n%web ALL = (ALL) NOPASSWD: E",
    ],
)
def test_a_rule_that_gives_more_than_it_names_fails(sudoers: str) -> None:
    assert judged(sudoers).verdict is Verdict.FAIL


@pytest.mark.parametrize(
    "sudoers",
    [
        "root ALL=(ALL:ALL) ALL",
        "%sudo ALL=(ALL:ALL) ALL",
        "mari ALL = sudoedit /etc/motd",
        "mari ALL = /usr/bin/systemctl restart nginx",
        "mari ALL = NOEXEC: /usr/bin/less",
        "mari ALL = /bin/bash /opt/backup.sh",
        "mari ALL = /bin/su - postgres",
        "mari ALL = (postgres) /bin/bash",
        "mari ALL = /usr/bin/id",
        "root ALL = /bin/bash",
        "",
    ],
)
def test_a_rule_that_gives_what_it_names_passes(sudoers: str) -> None:
    assert judged(sudoers).verdict is Verdict.PASS


def test_a_command_anybody_can_replace_fails_and_names_what_is_writable() -> None:
    outcome = judged("mari ALL = /opt/x/run", "command\t755\t0\t0\t/opt/x/run\ncommand\t777\t0\t0\t/opt/x\n")
    assert outcome.verdict is Verdict.FAIL
    assert outcome.objects[0].actual == "/opt/x"
    assert outcome.objects[0].key == "mari: /opt/x/run"
    assert outcome.objects[0].source is not None
    assert outcome.objects[0].source.line == 1


def test_a_directory_with_the_sticky_bit_is_not_writable_by_others() -> None:
    assert (
        judged("mari ALL = /tmp/x", "command\t1777\t0\t0\t/tmp\ncommand\t755\t0\t0\t/tmp/x\n").verdict is Verdict.PASS
    )


def test_rules_that_were_not_seen_are_an_error() -> None:
    outcome = judged("mari ALL = (root")
    assert outcome.verdict is Verdict.ERROR
    assert outcome.cause is Cause.UNPARSED

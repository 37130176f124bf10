"""Evidence cut down to some collectors, on evidence as a host sends it."""

from __future__ import annotations

import subprocess

import pytest

from scanner.collect.evidence import decode
from scanner.collect.excerpt import excerpt, flaw_of, readable
from scanner.collect.script import assemble
from scanner.model.unknown import Cause


@pytest.fixture(scope="module")
def answer() -> bytes:
    """What this machine answers when asked for three collectors."""
    script = assemble([("os", ()), ("accounts", ()), ("login_defs", ())])
    return subprocess.run(["/bin/sh", "-s"], input=script.encode(), capture_output=True, check=True).stdout


def test_an_excerpt_is_whole_evidence_of_what_was_asked_for(answer: bytes) -> None:
    part = decode(excerpt(answer, {"os", "accounts"}))
    assert part.cause is None
    assert set(part.collectors) == {"os", "accounts"}
    whole = decode(answer)
    assert all(part.raw(name) == whole.raw(name) for name in part.collectors)


def test_every_line_but_the_last_is_the_hosts_own(answer: bytes) -> None:
    lines = excerpt(answer, {"accounts"}).splitlines()
    sent = answer[answer.index(b"EITS-EVIDENCE") :].splitlines()
    assert lines[-1] == b"@eof collectors=1"
    assert lines[:2] == sent[:2]
    begin = sent.index(lines[2])
    assert lines[2:-1] == sent[begin : begin + len(lines) - 3]


def test_what_greets_before_the_answer_is_left_out(answer: bytes) -> None:
    assert excerpt(b"Welcome!\n@collector fake digest=0 keys=-\n" + answer, {"os"}) == excerpt(answer, {"os"})


def test_an_answer_that_was_cut_stays_cut(answer: bytes) -> None:
    cut = answer[: answer.index(b"@collector login_defs")]
    part = decode(excerpt(cut, {"os"}))
    assert part.cause is Cause.CUT
    assert set(part.collectors) == {"os"}


def test_an_answer_that_lost_a_collector_does_not_become_whole(answer: bytes) -> None:
    start, end = answer.index(b"@collector accounts"), answer.index(b"@collector login_defs")
    damaged = answer[:start] + answer[end:]
    assert decode(damaged).cause is Cause.UNPARSED
    assert flaw_of(damaged) == "unparsed"
    assert decode(excerpt(damaged, {"os"})).cause is not None


def test_what_is_no_evidence_gives_nothing() -> None:
    assert excerpt(b"", {"os"}) == excerpt(b"\xff\x00 no evidence", {"os"}) == b""


def test_a_reader_sees_every_stream_and_no_escape(answer: bytes) -> None:
    text = list(readable(answer))
    names = [line.removeprefix("== ") for line in text if line.startswith("== ")]
    assert sorted(names) == ["accounts", "login_defs", "os"]
    assert any("\troot\t" in line for line in text)
    assert any(line.startswith("-- accounts/passwd (exit 0)") for line in text)


def test_a_hostile_stream_is_shown_harmless() -> None:
    evidence = (
        b"EITS-EVIDENCE 1\n@host clock=1 uid=0 system=Linux\n"
        b"@collector os digest=" + b"0" * 64 + b" keys=-\n@stream x enc=b64 cap=100\n"
        b"G1swbeKAruKAqAo=\n@end exit=0 err=-\n@done exit=0 seconds=0.01 cause=-\n@eof collectors=1\n"
    )
    lines = list(readable(evidence))
    assert "\\x1b[0m\\u202e\\u2028" in lines
    assert all(character.isprintable() for line in lines for character in line)

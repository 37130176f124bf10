"""The decoder is total: cut, damaged, hostile or endless evidence gives causes, never an exception or another value."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import tracemalloc
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.collect.evidence import decode
from scanner.collect.script import assemble
from scanner.facts.raw import Evidence, Raw, Stream
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

DIGEST = "a" * 64
HEADER = "EITS-EVIDENCE 1\n@host clock=1795533912 uid=0 system=Linux\n"


@dataclass(frozen=True)
class Sent:
    """What a made-up host sends for one collector."""

    name: str
    keys: tuple[str, ...]
    streams: dict[str, tuple[bytes, int, bool]]  # data, exit, whether in hex


def encoded(data: bytes, in_hex: bool = False) -> str:
    """As base64 or od write it."""
    if in_hex:
        return "".join(f" {data[i : i + 16].hex(' ')}\n" for i in range(0, len(data), 16))
    return base64.encodebytes(data).decode()


def answer(sent: list[Sent]) -> str:
    """A whole answer, as the format's description says."""
    lines = [HEADER]
    for collector in sent:
        keys = base64.b64encode("\n".join(collector.keys).encode()).decode() or "-"
        lines.append(f"@collector {collector.name} digest={DIGEST} keys={keys}\n")
        for name, (data, code, in_hex) in collector.streams.items():
            lines.append(f"@stream {name} enc={'hex' if in_hex else 'b64'} cap=1048576\n")
            lines.append(f"{encoded(data, in_hex)}@end exit={code} err=-\n")
        lines.append("\n@done exit=0 seconds=0.10 cause=-\n")
    lines.append(f"@eof collectors={len(sent)}\n")
    return "".join(lines)


names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
keys = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=20)
streams = st.tuples(st.binary(max_size=200), st.integers(0, 255), st.booleans())
collectors = st.builds(Sent, names, st.lists(keys, max_size=3).map(tuple), st.dictionaries(names, streams, max_size=4))
answers = st.lists(collectors, max_size=4, unique_by=lambda sent: sent.name)


def raw(evidence: Evidence, name: str) -> Raw:
    """A collector that answered."""
    found = evidence.raw(name)
    assert isinstance(found, Raw), found
    return found


@given(answers)
def test_what_was_sent_is_what_is_read(sent: list[Sent]) -> None:
    evidence = decode(answer(sent))
    assert evidence.cause is None
    assert evidence.system == "Linux"
    assert list(evidence.collectors) == [collector.name for collector in sent]
    for collector in sent:
        found = raw(evidence, collector.name)
        assert found.cause is None
        assert found.keys == collector.keys
        assert dict(found.streams) == {name: Stream(data, code) for name, (data, code, _) in collector.streams.items()}


@given(answers, st.data())
def test_a_cut_answer_holds_nothing_that_was_not_sent(sent: list[Sent], data: st.DataObject) -> None:
    whole = answer(sent)
    evidence = decode(whole[: data.draw(st.integers(0, len(whole) - 2))])
    assert evidence.cause is Cause.CUT
    same_or_less(sent, evidence, Cause.CUT)


@given(answers, st.data())
def test_a_flooded_answer_holds_nothing_that_was_not_sent(sent: list[Sent], data: st.DataObject) -> None:
    whole = answer(sent)
    evidence = decode(whole, limit=data.draw(st.integers(1, len(whole) - 1)))
    assert evidence.cause is Cause.FLOODED
    same_or_less(sent, evidence, Cause.FLOODED)


def same_or_less(sent: list[Sent], evidence: Evidence, cause: Cause) -> None:
    """Each stream is the one that was sent, or unknown with this cause."""
    for collector in sent:
        found = evidence.raw(collector.name)
        if isinstance(found, Unknown):
            assert found.cause is cause
            continue
        assert found.keys == collector.keys
        for name, (data, code, _) in collector.streams.items():
            if found.cause is None or name in found.streams:
                assert found.streams[name] == Stream(data, code)
            else:
                missing = found.text(name)
                assert isinstance(missing, Unknown)
                assert missing.cause is cause


def test_every_prefix_of_a_real_answer_is_known_to_be_cut(tmp_path: Path) -> None:
    (tmp_path / "a.sh").write_text("run one printf 'value 12345'\nrun two sh -c 'echo no >&2; exit 12'\n")
    (tmp_path / "b.sh").write_text("keys | emit keys\nexit 11\n")
    script = assemble([("a", ()), ("b", ("k1", "k2"))], folder=tmp_path)
    whole = subprocess.run(["/bin/sh", "-s"], input=script.encode(), stdout=subprocess.PIPE, check=True).stdout
    complete = decode(whole)
    assert complete.cause is None
    for end in range(len(whole) - 1):
        evidence = decode(whole[:end])
        assert evidence.cause is Cause.CUT, whole[:end]
        for name, found in evidence.collectors.items():
            assert isinstance(found, Raw)
            if found.cause is None:
                assert found == complete.raw(name)
            else:
                assert found.cause is Cause.CUT
                assert dict(found.streams).items() <= dict(raw(complete, name).streams).items()
    assert decode(whole[:-1]) == complete, "only the last newline is missing"


@given(answers, st.data())
@settings(max_examples=200)
def test_damage_never_raises(sent: list[Sent], data: st.DataObject) -> None:
    text = bytearray(answer(sent).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 40))
        text[at : at + length] = data.draw(st.binary(max_size=20) | st.just(bytes(text[at : at + 60])))
    probe(decode(bytes(text)))


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: (HEADER + text).encode("utf-8", "replace")))
def test_garbage_never_raises(text: bytes) -> None:
    probe(decode(text))


LINES = [
    "EITS-EVIDENCE 1",
    "EITS-EVIDENCE 2",
    "YQ==",
    "YWFh",
    " 61",
    "hello",
    "",
    "@new line",
    "@host clock=1 uid=0 system=Linux",
    f"@collector a digest={DIGEST} keys=-",
    f"@collector b digest={DIGEST} keys=YQ==",
    f"@collector c digest={DIGEST} keys=////",
    "@stream s enc=b64 cap=10",
    "@stream t enc=hex cap=10",
    "@end exit=0 err=-",
    "@end exit=1 err=YQ==",
    "@end exit=1 err=!",
    "@done exit=0 seconds=0.00 cause=-",
    "@done exit=- seconds=1.00 cause=timeout",
    "@eof collectors=1",
    "@eof collectors=2",
]


@given(st.lists(st.sampled_from(LINES), max_size=30))
@settings(max_examples=300)
def test_frames_in_any_order_never_raise_and_give_no_value_of_two_frames(lines: list[str]) -> None:
    evidence = decode("\n".join([HEADER.rstrip(), *lines]))
    probe(evidence)
    for found in evidence.collectors.values():
        if isinstance(found, Raw):
            assert all(stream.data in (b"", b"a", b"aaa", b"aaaa") for stream in found.streams.values())


def probe(evidence: Evidence) -> None:
    """Everything a reader may ask works and never answers without a cause."""
    for name, found in evidence.collectors.items():
        assert evidence.raw(name) == found
        if isinstance(found, Raw):
            for stream in (*found.streams, *found.broken, "nosuch"):
                found.text(stream)
                found.lines(stream)
                found.seen(stream)
            assert isinstance(found.text("nosuch"), Unknown)
    assert isinstance(evidence.raw("nosuch"), Unknown)
    if evidence.cause is None:
        assert evidence.raw("nosuch") == NOT_COLLECTED


ONE = Sent("os", (), {"a": (b"x" * 100, 0, False), "b": (b"y", 0, False)})
BETWEEN = "@collector os digest=" + DIGEST + " keys=-\n"


@pytest.mark.parametrize(
    "before",
    ["Welcome!\r\n\r\n", "[sudo] password for scan: \n", "BECOME-SUCCESS-abc\n",
     "@host clock=9 uid=9 system=X\n@eof collectors=0\n",
     "\x1b[?2004h\x1b[31mlogin\x1b[0m\n\x1b]0;title\x07", "x" * 5000 + "\n", "\xff\xfe\n"],
)  # fmt: skip
def test_what_comes_before_the_first_line_is_skipped(before: str) -> None:
    evidence = decode(before + answer([ONE]))
    assert evidence.cause is None
    assert raw(evidence, "os").text("b") == "y"


def test_terminal_line_ends_and_escapes_change_nothing() -> None:
    whole = answer([ONE])
    noisy = "".join(f"\x1b[0m{line}\r\n" for line in whole.split("\n"))
    assert decode(noisy) == decode(whole)


@pytest.mark.parametrize("noise", ["hello", "root", "Broadcast message from root", "eA==", "é", "\x07"])
def test_text_between_the_lines_of_a_stream_makes_it_unusable(noise: str) -> None:
    lines = answer([ONE]).split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith("@stream a"))
    for at in (first + 1, first + 2):
        found = raw(decode("\n".join([*lines[:at], noise, *lines[at:]])), "os")
        why = found.text("a")
        assert isinstance(why, Unknown)
        assert why.cause is Cause.UNPARSED
        assert found.text("b") == "y"


@pytest.mark.parametrize("data", [b"abc", b"x" * 60, b"x" * 111])
@pytest.mark.parametrize("noise", ["hell", "hello", "A", "eA="])
def test_a_word_after_the_last_line_of_a_stream_is_seen(data: bytes, noise: str) -> None:
    """Only one word of 4, 8, 12... letters after a full line, or in an empty stream, could pass for an encoder's."""
    text = answer([Sent("os", (), {"a": (data, 0, False)})]).replace("@end", f"{noise}\n@end")
    assert isinstance(raw(decode(text), "os").text("a"), Unknown)


@pytest.mark.parametrize(
    "frame",
    ["@unknown frame", "@end exit=0 err=-", "@stream s enc=gzip cap=1", "@end exit=0", "@stream A enc=b64 cap=1",
     "@host clock=1 uid=0 system=Linux", "@done", "@"],
)  # fmt: skip
def test_a_frame_out_of_place_or_unknown_costs_the_collector(frame: str) -> None:
    text = answer([ONE, Sent("next", (), {"c": (b"z", 0, False)})]).replace("\n@done", f"\n{frame}\n@done", 1)
    evidence = decode(text)
    found = evidence.raw("os")
    assert isinstance(found, Unknown)
    assert found.cause is Cause.UNPARSED
    assert raw(evidence, "next").text("c") == "z"


def test_a_collector_sent_twice_is_unusable() -> None:
    text = answer([ONE, Sent("os", (), {"a": (b"other", 0, False)})])
    found = decode(text).raw("os")
    assert isinstance(found, Unknown)
    assert found.cause is Cause.UNPARSED


def test_a_stream_sent_twice_is_unusable() -> None:
    text = answer([ONE]).replace("@stream b", "@stream a")
    why = raw(decode(text), "os").text("a")
    assert isinstance(why, Unknown)
    assert why.cause is Cause.UNPARSED


def test_an_answer_sent_twice_gives_nothing() -> None:
    evidence = decode(answer([ONE]) * 2)
    assert evidence.cause is Cause.UNPARSED
    assert not evidence.collectors


@pytest.mark.parametrize("tail", ["@eof collectors=2\n", "@eof collectors=0\n", ""])
def test_an_end_that_does_not_fit_is_no_end(tail: str) -> None:
    evidence = decode(answer([ONE]).replace("@eof collectors=1\n", tail))
    assert evidence.cause is not None
    assert raw(evidence, "os").text("b") == "y"


def test_a_newer_format_is_refused_with_its_number() -> None:
    evidence = decode(answer([ONE]).replace("EITS-EVIDENCE 1", "EITS-EVIDENCE 2"))
    assert evidence.cause is Cause.UNPARSED
    assert "format 2" in evidence.detail


def test_a_killed_collector_keeps_the_streams_that_ended() -> None:
    text = HEADER + BETWEEN + "@stream a enc=b64 cap=9\nYQ==\n@end exit=0 err=-\n@stream b enc=b64 cap=9\nYQ="
    text += "\n@done exit=- seconds=20.00 cause=timeout\n@eof collectors=1\n"
    evidence = decode(text)
    assert evidence.cause is None
    found = raw(evidence, "os")
    assert found.text("a") == "a"
    assert found.text("b") == Unknown(cause=Cause.TIMEOUT)
    assert found.text("c") == Unknown(cause=Cause.TIMEOUT)


def test_seen_gives_the_whole_lines_of_a_cut_stream_and_why_there_may_be_more() -> None:
    found = Raw(streams={"a": Stream(b"one\ntwo\nthr", cut=True), "b": Stream(b"one\ntwo")})
    lines, missing = found.seen("a")
    assert lines == ["one", "two"]
    assert missing is not None
    assert missing.cause is Cause.CUT
    assert found.seen("b") == (["one", "two"], None)
    assert found.seen("c") == ([], NOT_COLLECTED)


@pytest.mark.parametrize("text", ["", "\n", "EITS-EVIDENCE 1", "sudo: a password is required", HEADER])
def test_no_answer_is_cut(text: str) -> None:
    evidence = decode(text)
    assert evidence.cause is Cause.CUT
    assert evidence.raw("os") == Unknown(cause=Cause.CUT, detail=evidence.detail)


@pytest.mark.parametrize("filler", ["\n", "x", "@", "@\n", "A\n", "@stream s enc=b64 cap=1\n", "\x1b[", "\r\n", "é"])
def test_an_endless_answer_takes_bounded_memory(filler: str) -> None:
    text = answer([ONE])[: -len("@eof collectors=1\n")] + filler * (4_000_000 // len(filler))
    tracemalloc.start()
    evidence = decode(text, limit=2_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert evidence.cause is Cause.FLOODED
    assert raw(evidence, "os").text("b") == "y"
    assert peak < 20_000_000


def test_the_reader_of_frames_needs_the_standard_library_only() -> None:
    """The action plugin reads frames inside of Ansible's worker, where heavy imports cost each host."""
    code = (
        "import sys; import scanner.collect.frames; "
        "print([n for n in sys.modules if n.split('.')[0] in ('pydantic', 'yaml', 'ansible', 'jinja2', 'click')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ})
    assert done.stdout.strip() == "[]"

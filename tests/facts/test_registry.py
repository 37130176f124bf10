"""From evidence to the facts of a host: what did not answer, or cannot be parsed, is Unknown with its cause."""

from __future__ import annotations

import re

import pytest

from scanner.collect.script import collector
from scanner.facts.os import Os
from scanner.facts.raw import Evidence, Raw, Stream
from scanner.facts.registry import entry, facts_of, names
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

GARBAGE = (
    b"",
    b"\n",
    b"\0\xff\xfe\n",
    b"\t\t\t\n",
    b"=\n:\n,\n",
    b"x" * 5000,
    b"a b c d e f g h\n" * 3,
    b"99999999999999999999 -1 -1\n",
    b"-1\t-1\t-1\t-1\t-1\n",
    b"{\n[",
    b"\"\n'\n",
)
RELEASE = Raw(streams={"release": Stream(b"ID=debian\n")})


def test_each_collector_that_answered_has_its_facts() -> None:
    facts = facts_of(Evidence(collectors={"os": RELEASE}))
    found = facts["os"]
    assert isinstance(found, Os)
    assert found.id == "debian"


def test_a_wanted_collector_that_did_not_answer_has_the_cause_of_the_answer() -> None:
    facts = facts_of(Evidence(collectors={}, cause=Cause.CUT, detail="the answer has no end"), ["os"])
    assert facts["os"] == Unknown(cause=Cause.CUT, detail="the answer has no end")
    assert facts_of(Evidence(collectors={}), ["os"])["os"] == NOT_COLLECTED


def test_a_collector_without_a_parser_is_unparsed() -> None:
    found = facts_of(Evidence(collectors={"from_next_year": RELEASE}))["from_next_year"]
    assert isinstance(found, Unknown)
    assert found.cause is Cause.UNPARSED


@pytest.mark.parametrize("name", ["raw", "registry", "nosuch", "../os", "_hidden"])
def test_what_is_no_collector_has_no_entry(name: str) -> None:
    with pytest.raises(KeyError):
        entry(name)


@pytest.mark.parametrize("name", names())
def test_a_parser_raises_for_nothing_a_host_may_send(name: str) -> None:
    """Each stream a script names, filled with what no command prints."""
    streams = _streams_of(name)
    assert streams
    for data in GARBAGE:
        for code in (0, 1):
            raw = Raw(streams={stream: Stream(data, code) for stream in streams}, keys=("a",))
            entry(name).parse(raw)


def _streams_of(name: str) -> set[str]:
    return set(re.findall(r"\b(?:run|emit)(?: -c \S+)? ([a-z0-9_.-]+)", collector(name).body))

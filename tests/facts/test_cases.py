"""Runs every recorded case: `tests/facts/<collector>/<case>.yaml`, what a host sent and the facts it must give."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from scanner.collect.script import collector
from scanner.facts.raw import Raw, Stream
from scanner.facts.registry import entry, names
from scanner.model.unknown import Cause, Unknown

FOLDER = Path(__file__).parent
CASES = sorted(FOLDER.glob("*/*.yaml"))
CLOCK = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def raw_of(case: dict[str, Any]) -> Raw:
    """The raw answer a case describes. A stream is `{exit, text | bytes (hex), cut, error}` or just its text."""
    streams = {}
    for name, given in case.get("streams", {}).items():
        given = {"text": given} if isinstance(given, str) else given
        unknown = set(given) - {"exit", "text", "bytes", "cut", "error"}
        assert not unknown, f"stream {name}: {unknown}"
        data = bytes.fromhex(given["bytes"]) if "bytes" in given else given.get("text", "").encode()
        streams[name] = Stream(data, given.get("exit", 0), given.get("cut", False), given.get("error", ""))
    cause = Cause(case["cause"]) if case.get("cause") else None
    return Raw(
        streams=streams,
        keys=tuple(case.get("keys", ())),
        clock=case.get("clock", CLOCK),
        cause=cause,
        exit=case.get("exit", None if cause else 0),
        uid=case.get("uid", 0),
        broken={name: Unknown(cause=Cause(why)) for name, why in case.get("broken", {}).items()},
    )


def difference(expected: Any, actual: Any, at: str = "facts") -> list[str]:
    """Where the facts differ; a mapping is compared by the keys the case names, a list whole."""
    if isinstance(expected, datetime):
        expected = expected.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(expected, dict):
        if not isinstance(actual, dict):
            return [f"{at}: expected {expected!r}, got {actual!r}"]
        return [
            line
            for key, value in expected.items()
            for line in (difference(value, actual[key], f"{at}.{key}") if key in actual else [f"{at}.{key}: not there"])
        ]
    if isinstance(expected, list) and isinstance(actual, list) and len(actual) == len(expected):
        pairs = enumerate(zip(expected, actual, strict=True))
        return [line for i, pair in pairs for line in difference(*pair, f"{at}[{i}]")]
    same = expected == actual and isinstance(expected, bool) == isinstance(actual, bool)  # True == 1
    return [] if same else [f"{at}: expected {expected!r}, got {actual!r}"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_recorded_answer_gives_its_facts(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(case) <= {"about", "keys", "clock", "uid", "cause", "exit", "broken", "streams", "facts"}, sorted(case)
    assert case["about"]
    assert case["facts"]
    facts = entry(path.parent.name).parse(raw_of(case)).model_dump(mode="json")
    assert not difference(case["facts"], facts)


@pytest.mark.parametrize("name", names())
def test_every_collector_has_a_script_a_parser_and_a_case(name: str) -> None:
    assert entry(name).facts
    if entry(name).platform == "linux":
        assert collector(name).body.strip()
    assert list((FOLDER / name).glob("*.yaml")), f"no case in tests/facts/{name}/"


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("cause", [Cause.TIMEOUT, Cause.CUT])
def test_a_collector_that_never_answered_gives_no_value(name: str, cause: Cause) -> None:
    facts = entry(name).parse(Raw(streams={}, keys=("a",), clock=CLOCK, cause=cause, exit=None)).model_dump(mode="json")
    assert _values(facts) == [], "a value came out of nothing"


def _values(facts: Any) -> list[Any]:
    """Every concrete value in the facts, without what the request itself said."""
    if isinstance(facts, dict):
        if "unknown" in facts:
            return []
        if {"rows", "requested", "complete"} <= set(facts):
            return _values(facts["rows"]) + ([facts] if facts["complete"] else [])
        if {"items", "missing"} <= set(facts):
            return _values(facts["items"]) + ([] if facts["missing"] else [facts])
        return [value for inner in facts.values() for value in _values(inner)]
    if isinstance(facts, list):
        return [value for inner in facts for value in _values(inner)]
    return [facts]

"""Each operator on the edge of what it accepts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scanner.language.operators import LONGEST_MATCHED, OPERATORS
from scanner.model.unknown import Cause, Unknown

NOW = datetime(2026, 1, 15, tzinfo=UTC)


def holds(name: str, actual: Any, wanted: Any) -> Any:
    result = OPERATORS[name].holds(actual, wanted, NOW)
    return result.cause if isinstance(result, Unknown) else result


@pytest.mark.parametrize(
    ("name", "actual", "wanted", "result"),
    [
        ("equals", 1, True, False),  # YAML's yes and 1 are not the same
        ("equals", 1, 1, True),
        ("one_of", "no", ("no", "off"), True),
        ("one_of", 0, (False,), False),
        ("at_least", 8, 8, True),
        ("at_most", 9, 8, False),
        ("between", 8, (8, 10), True),
        ("between", 11, (8, 10), False),
        ("matches", "abc", "ab", False),
        ("matches", "abc", "abc?", True),
        ("matches", "x" * (LONGEST_MATCHED + 1), ".*", Cause.FLOODED),
        ("in_network", "10.1.2.3", ("10.0.0.0/8",), True),
        ("in_network", "::1", ("0.0.0.0/0",), False),
        ("in_network", "fe80::1%eth0", ("fe80::/10",), True),
        ("in_network", "10.0.0.0/8", ("10.0.0.0/16",), False),
        ("in_network", "example", ("10.0.0.0/8",), Cause.UNPARSED),
        ("in_network", "10.1.2.3", ("10.0.0.0/99",), Cause.NEEDS_POLICY),
        ("version_at_least", "9.2p1", "9.2", True),
        ("version_at_least", "9.10", "9.9", True),
        ("version_at_least", "unknown", "1", Cause.UNPARSED),
        ("mode_at_most", "0640", "0644", True),
        ("mode_at_most", "0700", "0644", False),
        ("mode_at_most", "4755", "0755", False),
        ("mode_at_most", "rw-", "0755", Cause.UNPARSED),
        ("not_older_than", NOW - timedelta(days=14), "14d", True),
        ("not_older_than", NOW - timedelta(days=14, seconds=1), "14d", False),
        ("not_older_than", NOW + timedelta(hours=1), "1h", True),  # clocks differ a little
        ("not_older_than", NOW + timedelta(days=2), "1h", Cause.UNPARSED),
    ],
)
def test_an_operator_holds(name: str, actual: Any, wanted: Any, result: Any) -> None:
    assert holds(name, actual, wanted) == result


def test_every_operator_says_what_it_expects_in_both_languages() -> None:
    for name, operator in OPERATORS.items():
        said = operator.sentence("VALUE")
        assert said.et != said.en, name
        assert "{" not in said.et + said.en, name

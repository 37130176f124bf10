"""Whether kernel parameters still have the values their files give them."""

from __future__ import annotations

from datetime import UTC, datetime

from scanner.facts.sysctl import Parameter
from scanner.language.leaf import Scene
from scanner.language.outcome import Outcome
from scanner.model.facts import Setting, Source, Table
from scanner.model.unknown import Cause, Unknown
from scanner.model.verdict import Verdict
from scanner.rules import rules

KEY = "kernel.sysrq"
LINE = Source(file="/etc/sysctl.d/60-local.conf", line=2)


def judged(**rows: Parameter | Unknown | None) -> Outcome:
    table = Table[Parameter](rows={name.replace("__", "."): row for name, row in rows.items()}, requested=("*",))
    return rules()["sysctl.no_drift"].bind({})(Scene({"sysctl": table}, datetime(2026, 1, 1, tzinfo=UTC), {}))


def stored(value: str) -> Setting[str]:
    return Setting[str](value=value, source=LINE)


def test_a_value_that_differs_from_its_file_fails_with_the_line() -> None:
    outcome = judged(kernel__sysrq=Parameter(runtime="438", persisted=stored("16")))
    assert outcome.verdict is Verdict.FAIL
    assert [(trace.key, trace.actual, trace.source) for trace in outcome.objects] == [(KEY, "438", LINE)]


def test_equal_values_pass_and_what_no_file_sets_counts_for_nothing() -> None:
    same = Parameter(runtime="16", persisted=stored("16"))
    assert (
        judged(kernel__sysrq=same, kernel__kptr_restrict=Parameter(runtime="1", persisted=None)).verdict is Verdict.PASS
    )
    assert judged().verdict is Verdict.NOT_APPLICABLE


def test_what_was_not_seen_is_an_error() -> None:
    denied = Unknown(cause=Cause.PERMISSION)
    assert judged(kernel__sysrq=denied).cause is Cause.PERMISSION
    assert judged(kernel__sysrq=Parameter(runtime="16", persisted=denied)).cause is Cause.PERMISSION
    other = Parameter(runtime="0", persisted=stored("1"))
    assert judged(kernel__sysrq=denied, fs__protected_fifos=other).verdict is Verdict.FAIL

"""Unknown is never a pass: whatever the unseen facts turn out to be, a conclusion drawn without them stands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from scanner.language.judge import compile_all
from scanner.language.leaf import Scene
from scanner.language.syntax import Expectation
from scanner.model.facts import Facts, Item, Items
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown
from scanner.model.verdict import Verdict

NOW = datetime(2026, 1, 1, tzinfo=UTC)
UNSEEN = Unknown(cause=Cause.PERMISSION)


class Thing(Item):
    KEY: ClassVar[str] = "name"
    name: str
    n: int | Unknown | None = NOT_COLLECTED
    on: bool | Unknown = NOT_COLLECTED


class Toy(Facts):
    a: bool | Unknown = NOT_COLLECTED
    b: int | Unknown | None = NOT_COLLECTED
    things: Items[Thing] | Unknown | None = NOT_COLLECTED


ABSENT = st.sampled_from(["pass", "fail", "not_applicable"])
LEAVES = st.one_of(
    st.builds(lambda v: {"at": "toy.a", "equals": v}, st.booleans()),
    st.builds(lambda v, d: {"at": "toy.b", "at_most": v, "if_absent": d}, st.integers(0, 3), ABSENT),
    st.sampled_from([{"at": "toy.b", "present": True}, {"at": "toy.b", "absent": True}]),
)
INNER = st.one_of(
    st.builds(lambda v: {"at": ".on", "equals": v}, st.booleans()),
    st.builds(lambda v, d: {"at": ".n", "at_least": v, "if_absent": d}, st.integers(0, 3), ABSENT),
)
EACH = st.builds(
    lambda kind, body, where, empty, absent: {
        "at": "toy.things",
        kind: body,
        "where": where,
        "if_empty": empty,
        "if_absent": absent,
    },
    st.sampled_from(["every", "any", "none"]),
    st.lists(INNER, min_size=1, max_size=2),
    st.lists(INNER, max_size=1),
    ABSENT,
    ABSENT,
)


def _groups(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(parts, min_size=1, max_size=3)
    return st.one_of(
        st.builds(lambda p: {"all_of": p}, several),
        st.builds(lambda p: {"any_of": p}, several),
        st.builds(lambda p, q: {"if": p, "then": q}, several, several),
    )


EXPECTATIONS = st.recursive(st.one_of(LEAVES, EACH), _groups, max_leaves=5)
NUMBERS = st.one_of(st.none(), st.integers(0, 3))
THINGS: st.SearchStrategy[list[dict[str, Any]]] = st.lists(st.builds(dict, n=NUMBERS, on=st.booleans()), max_size=3)
FORM: TypeAdapter[Any] = TypeAdapter(Expectation)


def _things(rows: list[dict[str, Any]], start: int = 0) -> list[Thing]:
    return [Thing(name=f"t{number}", **row) for number, row in enumerate(rows, start)]


def _judge(expectation: Any, toy: Toy) -> Verdict:
    judge = compile_all([FORM.validate_python(expectation)], {})
    return judge(Scene({"toy": toy}, NOW, {})).verdict


@st.composite
def _seen_and_whole(draw: st.DrawFn) -> tuple[Toy, Toy]:
    """Facts as they are, and the same with some of them unseen."""
    a, b = draw(st.booleans()), draw(NUMBERS)
    things = draw(st.one_of(st.none(), THINGS))
    whole = Toy(a=a, b=b, things=None if things is None else Items(items=tuple(_things(things))))
    hide = draw(st.lists(st.booleans(), min_size=12, max_size=12))
    seen: Any = whole.things
    if hide[2]:
        seen = UNSEEN
    elif things is not None:
        kept = [
            {"n": UNSEEN if hide[4 + i] else row["n"], "on": UNSEEN if hide[7 + i] else row["on"]}
            for i, row in enumerate(things)
        ]
        cut = draw(st.integers(0, len(kept)))
        missing = UNSEEN if cut < len(kept) or hide[3] else None
        seen = Items(items=tuple(_things(kept[:cut])), missing=missing)
    return Toy(a=UNSEEN if hide[0] else a, b=UNSEEN if hide[1] else b, things=seen), whole


@settings(max_examples=500)
@given(EXPECTATIONS, _seen_and_whole())
def test_what_is_concluded_with_facts_unseen_holds_once_they_are_seen(expectation: Any, facts: tuple[Toy, Toy]) -> None:
    seen, whole = facts
    concluded, truth = _judge(expectation, seen), _judge(expectation, whole)
    match concluded:
        case Verdict.PASS:
            # A condition that turns out not to hold makes its part neutral, never a fail.
            assert truth in (Verdict.PASS, Verdict.NOT_APPLICABLE)
        case Verdict.FAIL:
            assert truth is Verdict.FAIL
        case Verdict.NOT_APPLICABLE:
            assert truth is Verdict.NOT_APPLICABLE
        case Verdict.ERROR:
            pass


@settings(max_examples=500)
@given(EXPECTATIONS, _seen_and_whole())
def test_with_everything_seen_nothing_is_an_error(expectation: Any, facts: tuple[Toy, Toy]) -> None:
    assert _judge(expectation, facts[1]) is not Verdict.ERROR


@given(EXPECTATIONS)
def test_with_nothing_seen_nothing_is_concluded(expectation: Any) -> None:
    assert _judge(expectation, Toy()) is Verdict.ERROR


@given(st.lists(EXPECTATIONS, min_size=1, max_size=4), _seen_and_whole())
def test_the_order_of_expectations_does_not_matter(expectations: list[Any], facts: tuple[Toy, Toy]) -> None:
    for form in ("all_of", "any_of"):
        forwards, backwards = ({form: parts} for parts in (expectations, expectations[::-1]))
        assert _judge(forwards, facts[0]) is _judge(backwards, facts[0])

"""Numbers, dates, plurals and untrusted text in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.render.say import Say, clip, visible
from scanner.render.words import NOUNS

ET, EN = Say("et"), Say("en")


@pytest.mark.parametrize(
    ("n", "said"),
    [(0, "0 hosti"), (1, "1 host"), (2, "2 hosti"), (11, "11 hosti"), (21, "21 hosti"), (101, "101 hosti")],
)
def test_estonian_counts_in_the_partitive_after_every_number_but_one(n: int, said: str) -> None:
    assert ET.count(n, "host") == said


def test_english_counts_in_the_plural_after_every_number_but_one() -> None:
    assert [EN.count(n, "check") for n in (0, 1, 2)] == ["0 checks", "1 check", "2 checks"]


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_has_two_forms_in_both_languages(noun: str) -> None:
    assert ET.count(1, noun) != f"1 {ET.noun(2, noun)}"
    assert EN.count(1, noun) != f"1 {EN.noun(2, noun)}"


def test_numbers_follow_the_language() -> None:
    assert ET.number(12345) == "12\u00a0345"
    assert ET.number(1.25) == "1,2"
    assert EN.number(12345) == "12,345"
    assert ET.percent(31, 39) == "79,5\u00a0%"
    assert EN.percent(31, 39) == "79.5%"


def test_times_are_estonian_in_summer_and_winter() -> None:
    assert ET.moment(datetime(2026, 11, 22, 22, 30, tzinfo=UTC)) == "23.11.2026 00:30"
    assert ET.moment(datetime(2026, 7, 1, 0, 0, tzinfo=UTC)) == "01.07.2026 03:00"
    assert ET.date(datetime(2026, 11, 22, 22, 30, tzinfo=UTC)) == "23.11.2026"
    assert ET.date(date(2026, 1, 2)) == "02.01.2026"


def test_durations_change_to_minutes_when_seconds_grow_long() -> None:
    assert ET.duration(1.25) == "1,2 s"
    assert ET.duration(119) == "119 s"
    assert ET.duration(125) == "2 min 5 s"


def test_a_list_of_names_says_how_many_it_left_out() -> None:
    assert ET.names(["a", "b"], shown=3) == "a, b"
    assert ET.names(["a", "b", "c", "d"], shown=2) == "a, b ja veel 2"


@given(st.text())
def test_visible_text_has_nothing_that_could_be_obeyed(text: str) -> None:
    assert all(character.isprintable() or character in "\n\t\u00a0\u202f" for character in visible(text))


@given(st.text(alphabet=st.characters(categories=["L", "N", "P"])))
def test_visible_text_leaves_letters_alone(text: str) -> None:
    assert visible(text) == text


@given(st.text(max_size=50), st.integers(min_value=1, max_value=60))
def test_a_clipped_text_is_never_longer_and_says_that_it_was_cut(text: str, longest: int) -> None:
    cut = clip(text, longest)
    assert len(cut) <= longest
    assert cut == text or cut.endswith("…")

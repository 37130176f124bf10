from hypothesis import given
from hypothesis import strategies as st

from scanner.content.catalogue_import.clauses import digest, split


def test_each_lettered_line_begins_a_clause() -> None:
    assert split("a. esimene\nb.teine\nc)\tkolmas") == {"a": "esimene", "b": "teine", "c": "kolmas"}


def test_lines_without_a_letter_continue_the_clause() -> None:
    assert split("a. loetelu:\n* üks;\n* kaks.\nb. muu") == {"a": "loetelu:\n* üks;\n* kaks.", "b": "muu"}


def test_letters_may_leave_gaps() -> None:
    assert list(split("a. üks\nb. kaks\nd. neli")) == ["a", "b", "d"]


def test_a_letter_that_runs_backwards_is_text() -> None:
    assert split("c. üks\na. kaks") == {"c": "üks\na. kaks"}


def test_a_letter_inside_a_bullet_is_text() -> None:
    assert split("a. loetelu:\n* b. osa") == {"a": "loetelu:\n* b. osa"}


def test_text_before_the_first_letter_opens_the_first_clause() -> None:
    assert split("sissejuhatus\nb. üks\nc. kaks") == {"b": "sissejuhatus\nüks", "c": "kaks"}


def test_a_word_that_begins_with_a_letter_and_a_hyphen_is_text() -> None:
    assert split("a. loetelu:\ne-post;\nb. muu") == {"a": "loetelu:\ne-post;", "b": "muu"}


def test_text_without_letters_is_one_clause() -> None:
    assert split("lihtsalt\ntekst") == {"a": "lihtsalt\ntekst"}


def test_no_text_has_no_clauses() -> None:
    assert split(" \n ") == {}


@given(st.text())
def test_any_text_splits_into_letters_that_run_forward(text: str) -> None:
    letters = list(split(text))
    assert letters == sorted(set(letters))


@given(st.lists(st.sampled_from(["a. x1", "b. x2", "a. x3", "x4", "* c. x5", "", "d) x6"])))
def test_no_word_is_lost(lines: list[str]) -> None:
    words = [word for line in lines for word in line.split() if word.startswith("x")]
    assert " ".join(split("\n".join(lines)).values()).split().count("x4") == words.count("x4")
    assert [word for text in split("\n".join(lines)).values() for word in text.split() if word[0] == "x"] == words


def test_bullets_quotes_and_spaces_do_not_change_the_digest() -> None:
    assert digest("* Pod’ide   kaitse – nt „A“;\n* muu") == digest('Pod\'ide kaitse - nt "A"; muu')


def test_letters_built_in_two_ways_have_one_digest() -> None:
    assert digest("süsteem") == digest("su\u0308steem")


def test_another_word_changes_the_digest() -> None:
    assert digest("vähemalt kord kuus") != digest("vähemalt kord aastas")


def test_a_digest_is_twelve_hex_digits() -> None:
    assert len(digest("")) == 12
    assert set(digest("tekst")) <= set("0123456789abcdef")

"""Where the keys of a TOML file stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.content.toml_file import LARGEST, load

TRICKY = '''# [marking]
title = "[no] table = 1"

[marking] # a comment with = and "quotes"
text = """
[deadlines]
years = 9
"""
  basis = [  # a list over lines
    "one = 1",
    "[two]",
  ]
"quoted key" = 1
a.b = {c = 1, d = [{e = 2}]}

[[mail.to]]
name = "first"
[[mail.to]]
name = 'second'
[mail.to.inner]
deep = true
'''


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "eits-scan.toml"


@pytest.mark.parametrize(
    ("location", "place"),
    [
        (("title",), (2, 1)),
        (("marking",), (4, 1)),
        (("marking", "text"), (5, 1)),
        (("marking", "basis"), (9, 3)),
        (("marking", "basis", 1), (9, 3)),
        (("marking", "quoted key"), (13, 1)),
        (("marking", "a", "b", "d", 0, "e"), (14, 1)),
        (("mail", "to", 0, "name"), (17, 1)),
        (("mail", "to", 1), (18, 1)),
        (("mail", "to", 1, "name"), (19, 1)),
        (("mail", "to", 1, "inner", "deep"), (21, 1)),
        (("marking", "years"), (4, 1)),
        (("deadlines", "high"), (1, 1)),
        ((), (1, 1)),
    ],
)
def test_a_key_is_found_however_it_is_written(
    file: Path, location: tuple[str | int, ...], place: tuple[int, int]
) -> None:
    file.write_text(TRICKY, encoding="utf-8")
    data, places, problems = load(file)
    assert not problems
    assert data["marking"]["text"].startswith("[deadlines]")
    assert places.place(location) == place


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_windows_endings_and_a_byte_order_mark_do_no_harm(file: Path, ending: str) -> None:
    file.write_bytes(("\ufeff# x\n[marking]\nyears = 3\n".replace("\n", ending)).encode())
    data, places, problems = load(file)
    assert (data, problems) == ({"marking": {"years": 3}}, [])
    assert places.place(("marking", "years")) == (3, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[marking]\ntext = „AK“\n", ":2:8: this is not valid TOML: Invalid value → text stands between straight"),
        ("[marking]\nyears = 1\nyears = 2\n", ":3:10: this key or section stands in the file a second time"),
        ("[marking]\n[report]\n[marking]\n", ":3:9: this key or section stands in the file a second time"),
        ("[marking]\nbasis = [\n  1,\n", ":3: this is not valid TOML"),
        ("marking\n", ":1:8: this is not valid TOML"),
    ],
)
def test_broken_toml_is_told_with_its_place(file: Path, text: str, said: str) -> None:
    file.write_text(text, encoding="utf-8")
    _, _, (problem,) = load(file)
    assert str(problem).startswith(f"{file}{said}")


def test_what_is_no_text_or_too_large_or_not_there_is_told(file: Path) -> None:
    assert "cannot be read" in str(load(file)[2][0])
    file.write_bytes(b'text = "\xe4"\n')
    assert "is not UTF-8 text: byte 9 is 0xe4" in str(load(file)[2][0])
    file.write_text("#" * (LARGEST + 1))
    assert f"larger than {LARGEST} bytes" in str(load(file)[2][0])

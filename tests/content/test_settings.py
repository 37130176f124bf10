"""The settings file: where it is found, what it says, and how it tells what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.content.settings import FILE, digest, find, read
from scanner.errors import InvalidError
from scanner.model.settings import Settings


def file(folder: Path, text: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    path.write_text(text, encoding="utf-8")
    return path


def problems(tmp_path: Path, text: str) -> list[str]:
    """What is wrong, as `line:column: message`."""
    path = file(tmp_path, text)
    with pytest.raises(InvalidError) as caught:
        read(path, ("html", "json"))
    return [str(each).removeprefix(f"{path}:") for each in caught.value.problems]


def test_without_a_file_or_with_an_empty_one_the_defaults_hold(tmp_path: Path) -> None:
    assert read(None) == read(file(tmp_path)) == Settings()


def test_a_file_says_what_differs(tmp_path: Path) -> None:
    text = '[marking]\nyears = 2\nbasis = ["A", "B"]\n[deadlines]\ncritical = 3\n[report]\nurl = "https://a.ee/r/"\n'
    settings = read(file(tmp_path, text))
    assert (settings.marking.years, settings.marking.basis) == (2, ("A", "B"))
    assert (settings.deadlines.critical, settings.deadlines.high) == (3, 30)
    assert settings.report.url == "https://a.ee/r"


def test_everything_wrong_is_told_at_once_in_the_file_s_order(tmp_path: Path) -> None:
    text = """[agency]
name = "x"
[marking]
  years = 6
textt = "a"
until = 2031-01-01
basis = [
  "a",
  "",
]
enabled = "yes"
[deadlines]
low = "3"
high = 0
[reprot]
[report]
formats = ["html", "pdff"]
audiences = []
url = "ftp://x"
language = "de"
"""
    assert problems(tmp_path, text) == [
        "1:1: there is no section agency → name and area (kaitseala) of the agency stand in targets.yaml",
        "4:3: marking.years: an access restriction holds 1 to 5 years from its making",
        "5:1: there is no setting marking.textt → did you mean text?",
        "6:1: there is no setting marking.until → say for how many years the restriction holds: years = 5",
        "7:1: marking.basis may not be empty",
        '11:1: marking.enabled is true or false, not "yes"',
        '13:1: deadlines.low is a whole number, not "3"',
        "14:1: deadlines.high is 1 or more, not 0",
        "15:1: there is no section reprot → did you mean report?",
        "17:1: report.formats: there is no format pdff; there are: html, json",
        "18:1: report.audiences may not be empty",
        "19:1: report.url: is an address that begins with https:// and has neither ? nor #",
        "20:1: report.language is 'et' or 'en', not \"de\"",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[deadlines]\ncritical = 40\n", "1:1: deadlines: a more severe gap may not have a longer deadline"),
        ("marking = 3\n", "1:1: marking is a section → begin it with the line [marking]"),
        ("report.colour = 1\n", "1:1: there is no setting report.colour → there are: language, formats"),
        ("[marking]\nyears = 2.5\n", "2:1: marking.years"),
        ("[marking]\nyears = true\n", "2:1: marking.years is a whole number, not true"),
        ("[marking]\nyears = 0\n", "2:1: marking.years: an access restriction holds 1 to 5 years"),
        ("[marking]\nbasis = []\n", "2:1: marking.basis may not be empty"),
        ('[marking]\nbasis = "A"\n', '2:1: marking.basis is a list in square brackets, not "A"'),
        ('[marking]\nagency = "A\\u001b[31m"\n', "2:1: marking.agency: is one line of text"),
        ('[marking]\ntext = ""\n', "2:1: marking.text may not be empty"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_write(tmp_path: Path, text: str, said: str) -> None:
    (problem,) = problems(tmp_path, text)
    assert problem.startswith(said)


def test_the_file_beside_the_first_inventory_wins_then_the_one_above_then_the_workspace_s(tmp_path: Path) -> None:
    home, inventory = tmp_path / "home", tmp_path / "site" / "inventory"
    inventory.mkdir(parents=True)
    hosts = inventory / "hosts.yml"
    hosts.touch()
    other = file(tmp_path / "other")
    assert find([inventory, other.parent], home) is None
    in_home = file(home)
    assert find([], home) == find([inventory], home) == in_home
    above = file(inventory.parent)
    assert find([inventory], home) == find([hosts], home) == above
    beside = file(inventory)
    assert find([inventory], home) == find([hosts], home) == beside


def test_settings_that_every_account_may_change_are_refused(tmp_path: Path) -> None:
    path = file(tmp_path / "site")
    path.chmod(0o646)
    with pytest.raises(InvalidError, match="every account may change the settings"):
        find([path.parent], tmp_path)
    path.chmod(0o644)
    path.parent.chmod(0o777)
    with pytest.raises(InvalidError, match="every account may change the settings"):
        find([path.parent], tmp_path)


def test_the_digest_is_of_the_values_in_force(tmp_path: Path) -> None:
    default = digest(Settings())
    assert digest(read(file(tmp_path, "# a comment\n[deadlines]\nhigh = 30\n"))) == default
    assert digest(read(file(tmp_path, "[deadlines]\nhigh = 29\n"))) != default
    assert len(default) == 64

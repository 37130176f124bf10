"""What describes the settings is written from their model and cannot differ from it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from scanner import resources
from scanner.content.settings import read
from scanner.content.settings_page import example, markdown, sections
from scanner.model.settings import Settings

CHECKOUT = resources.checkout()


@pytest.mark.skipif(CHECKOUT is None, reason="the documentation is read from a checkout")
def test_the_committed_page_is_the_model_s() -> None:
    assert CHECKOUT
    page = CHECKOUT / "docs" / "settings.md"
    if os.environ.get("EITS_GOLDEN") == "write":
        page.write_text(markdown(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == markdown()


def test_the_example_changes_nothing_until_it_is_edited(tmp_path: Path) -> None:
    path = tmp_path / "eits-scan.toml"
    path.write_text(example(), encoding="utf-8")
    assert read(path) == Settings()


def test_every_line_of_the_example_can_be_taken_out_of_its_comment(tmp_path: Path) -> None:
    path = tmp_path / "eits-scan.toml"
    path.write_text(re.sub(r"^# (\w+ = )", r"\1", example(), flags=re.MULTILINE), encoding="utf-8")
    said = read(path)
    names = {f"{name}.{row.name}": row for name, _, rows in sections() for row in rows}
    assert len(names) == sum(len(getattr(said, section).model_fields_set) for section in Settings.model_fields)
    for name, row in names.items():
        section, _, setting = name.partition(".")
        value = getattr(getattr(said, section), setting)
        assert value == (row.default if row.example is None else row.example), name


def test_every_setting_and_section_is_described_in_both_languages() -> None:
    for name, model, rows in sections():
        abouts = [model.ABOUT, *(each for row in rows for each in (row.about, row.kind))]
        assert rows, name
        assert all(about.et and about.en and about.et != about.en for about in abouts)

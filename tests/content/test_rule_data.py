"""Reference data of rules is content: it is checked with its place, handed in, and part of the content's digest."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scanner import resources
from scanner.content.library import load_library
from scanner.content.rule_data import load_rules, shipped_rules


def test_data_that_does_not_fit_is_told_with_its_place_and_its_rule_cannot_be_used(tmp_path: Path) -> None:
    path = tmp_path / "os-support.yaml"
    path.write_text("as_of: 2026-11-24\nsources: {}\nreleases:\n  debian:\n    '12': {until: soon}\n", encoding="utf-8")
    loaded = load_rules(tmp_path)
    (problem,) = loaded.problems
    assert str(problem).startswith(f"{path}:5:")
    with pytest.raises(ValueError, match="as_of"):
        loaded.rules["os.supported"].bind({})


def test_data_that_is_missing_is_told(tmp_path: Path) -> None:
    (problem,) = load_rules(tmp_path).problems
    assert "os-support.yaml" in str(problem)


def test_every_data_file_is_some_rule_s() -> None:
    assert set(shipped_rules().files) == set((resources.checks() / "data").glob("*.yaml"))


def test_another_date_is_other_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = load_library("2024").content_sha256
    copy = tmp_path / "checks"
    shutil.copytree(resources.checks(), copy)
    data = copy / "data" / "os-support.yaml"
    data.write_text(data.read_text(encoding="utf-8").replace("2026-08-31", "2026-08-30"), encoding="utf-8")
    monkeypatch.setattr(resources, "checks", lambda: copy)
    shipped_rules.cache_clear()
    try:
        assert load_library("2024").content_sha256 != before
    finally:
        shipped_rules.cache_clear()

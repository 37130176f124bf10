"""A workspace holds facts about how servers can be attacked."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from scanner.errors import InvalidError
from scanner.workspace import Workspace


def test_what_is_made_is_private_whatever_the_umask(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "home")
    before = os.umask(0)
    try:
        workspace.make("run", "what it sets out to do")
    finally:
        os.umask(before)
    made = [workspace.home, *workspace.home.rglob("*")]
    assert workspace.begun("run") in made
    assert {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_dir()} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_file()} == {0o600}
    assert workspace.begun("run").read_text(encoding="utf-8") == "what it sets out to do"
    assert [path.name for path in workspace.begun("run").parent.iterdir()] == ["begun.json"]


def test_a_home_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("x", encoding="ascii")
    with pytest.raises(InvalidError, match="the workspace cannot be written"):
        Workspace(tmp_path / "home").make()

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from scanner import resources
from scanner.store.history import History

CHECKOUT = resources.checkout()


@pytest.mark.skipif(CHECKOUT is None, reason="the documentation is read from a checkout")
def test_every_table_is_in_the_documentation(tmp_path: Path) -> None:
    assert CHECKOUT
    named = set(re.findall(r"\b(\w+)\b", (CHECKOUT / "docs" / "store.md").read_text(encoding="utf-8")))
    History(tmp_path / "store.sqlite").close()
    reader = sqlite3.connect(tmp_path / "store.sqlite")
    tables = {name for (name,) in reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    reader.close()
    assert {name for name in tables if not name.startswith("sqlite_")} <= named

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from scanner import resources
from scanner.store.history import History
from tests.store.nights import save

CHECKOUT = resources.checkout()


@pytest.mark.skipif(CHECKOUT is None, reason="the documentation is read from a checkout")
def test_every_query_and_view_of_the_documentation_works(tmp_path: Path) -> None:
    assert CHECKOUT
    text = (CHECKOUT / "docs" / "store.md").read_text(encoding="utf-8")
    with History(tmp_path / "store.sqlite") as history:
        save(history, 1, {("www1", "linux-sshd-permit-root-login"): "fail:22"})
    reader = sqlite3.connect(tmp_path / "store.sqlite")
    answered = [len(reader.execute(query).fetchall()) for query in re.findall(r"```sql\n(.*?)```", text, re.DOTALL)]
    assert len(answered) >= 5
    assert sum(map(bool, answered)) >= 4
    for name, columns in re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", text, re.MULTILINE):
        described = reader.execute(f"SELECT * FROM {name}").description  # noqa: S608  # names from our own page
        assert [column for column, *_ in described] == columns.strip().split(", ")
    named = set(re.findall(r"\b(\w+)\b", text))
    tables = {name for (name,) in reader.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    assert {name for name in tables if not name.startswith("sqlite_")} <= named
    reader.close()

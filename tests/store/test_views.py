"""The views, and every query of docs/sql.md, over four nights."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scanner import resources
from scanner.model.catalogue import Level
from scanner.model.host import Visit
from scanner.model.report import MeasureInfo
from scanner.model.run import Assessment
from scanner.model.status import MeasureStatus
from scanner.model.verdict import HostState
from scanner.store.history import Answer, History
from tests.store.nights import Found, answers, finding, known, night, planned, run_of, save

CHECKOUT = resources.checkout()
ROOT, PORTS = "linux-sshd-permit-root-login", "linux-socket-unexpected"
WWW1, WWW2 = ("www1", ROOT), ("www2", ROOT)
pytestmark = pytest.mark.skipif(CHECKOUT is None, reason="the documentation is read from a checkout")


def page() -> str:
    assert CHECKOUT
    return (CHECKOUT / "docs" / "sql.md").read_text(encoding="utf-8")


def stands(history: History, assessment: Assessment, status: MeasureStatus) -> None:
    measure = MeasureInfo(
        code="SYS.1.3.M8", title="M", module="SYS.1.3", level=Level.STANDARD, target="web", status=status
    )
    history.save_measures(assessment, [measure])


def silent(host: str, found: Found, number: int) -> Answer:
    """A host that did not answer."""
    at = night(number)
    visit = Visit(host=host, state=HostState.UNREACHABLE)
    return Answer(visit, [finding(h, check, "error", at) for (h, check) in found if h == host])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A gap that is fixed, comes back and changes; one that stays; a host that falls silent on the last night."""
    path = tmp_path / "store.sqlite"
    with History(path) as history:
        first = save(history, 1, {WWW1: "fail:22", WWW2: "fail:22", ("www1", PORTS): "pass"})
        stands(history, first, MeasureStatus.NOT_IMPLEMENTED)
        second = save(history, 2, {WWW1: "pass", WWW2: "fail:22", ("www1", PORTS): "fail:80"})
        stands(history, second, MeasureStatus.PARTLY)
        save(history, 3, {WWW1: "fail:22", WWW2: "fail:22", ("www1", PORTS): "fail:80,81"})
        last: Found = {WWW1: "fail:22", WWW2: "error", ("www1", PORTS): "fail:80,81"}
        at = night(4) + timedelta(minutes=1)
        seen = [each for each in answers(last, at) if each.visit.host == "www1"]
        history.save(run_of(4), known(last), planned(last), [*seen, silent("www2", last, 4)], at)
    opened = sqlite3.connect(path)
    yield opened
    opened.close()


def at(number: int) -> str:
    """When a night was assessed, as the database writes it."""
    return (night(number) + timedelta(minutes=1)).isoformat(timespec="microseconds")


EXPECTED: dict[str, list[tuple[Any, ...]]] = {
    "1": [(PORTS, "high", 1, at(2)), (ROOT, "high", 1, at(3))],
    "2": [
        ("fail", "first", at(1), at(1), "Leid: fail:22"),
        ("pass", "fixed", at(2), at(2), "Leid: pass"),
        ("fail", "regressed", at(3), at(4), "Leid: fail:22"),
    ],
    "3": [(PORTS, "high", at(2), "Leid: fail:80")],
    "4": [("www1", PORTS, "high", "new", at(2)), ("www1", ROOT, "high", "regressed", at(3))],
    "5": [("high", 1, 1.0)],
    "6": [("www1", PORTS, at(4)), ("www1", ROOT, at(4))],
    "7": [("www2", "unreachable", None, at(3))],
    "8": [("permission", 1, 1)],
    "9": [(night(4).isoformat(timespec="microseconds"), 0, 2, 0, 0, 1)],
    "10": [
        ("web", "SYS.1.3.M8", "partly", at(2), "not_implemented"),
        ("web", "SYS.1.3.M8", "not_implemented", at(1), None),
    ],
}


def test_every_query_of_the_page_answers_its_question(store: sqlite3.Connection) -> None:
    asked = dict(re.findall(r"^### (\d+)\. .*?```sql\n(.*?)```", page(), re.MULTILINE | re.DOTALL))
    assert asked.keys() == EXPECTED.keys()
    for name, expected in EXPECTED.items():
        rows = store.execute(asked[name]).fetchall()
        assert rows[: len(expected)] == expected, f"query {name}"


def test_every_view_is_on_the_page_with_its_columns(store: sqlite3.Connection) -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", page(), re.MULTILINE))
    views = {name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    assert told.keys() == views
    for name, columns in told.items():
        described = store.execute(f"SELECT * FROM {name}").description  # noqa: S608  # names from our own page
        assert [column for column, *_ in described] == columns.strip().split(", ")


def test_the_diagram_names_tables_and_columns_that_are_there(store: sqlite3.Connection) -> None:
    (diagram,) = re.findall(r"```mermaid\n(.*?)```", page(), re.DOTALL)
    there = {
        table: {row[1] for row in store.execute(f'PRAGMA table_info("{table}")')}
        for (table,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    related = set(re.findall(r"^ +(\w+) \|\|--\S+ (\w+) :", diagram, re.MULTILINE))
    assert {table for pair in related for table in pair} <= there.keys()
    for table, columns in re.findall(r"^ +(\w+) \{ (.*) \}$", diagram, re.MULTILINE):
        assert set(columns.split()[1::2]) <= there[table]

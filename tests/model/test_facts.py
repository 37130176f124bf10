"""Tables of facts: which keys a glob names, and what a table is not."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from scanner.model.facts import Table
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown


def test_a_glob_does_not_go_past_a_slash() -> None:
    table = Table[int](rows={"/bin": 1, "/usr/bin": 2, "/usr/sbin": 3}, requested=("/*bin",))
    assert [key for key, _ in table.matching("/*bin")] == ["/bin"]
    assert [key for key, _ in table.matching("/usr/*bin")] == ["/usr/bin", "/usr/sbin"]


def test_a_key_below_the_folder_of_a_requested_glob_was_not_asked_for() -> None:
    table = Table[int](rows={}, requested=("/etc/*.conf",))
    assert table.get("/etc/a.conf") is None
    assert table.get("/etc/a/b.conf") == NOT_COLLECTED


def test_a_key_that_an_incomplete_table_lacks_is_unknown_for_what_is_missing() -> None:
    cut = Unknown(cause=Cause.CUT, detail="loaded")
    table = Table[int](rows={"a": 1}, requested=("b",), missing=cut)
    assert (table.get("a"), table.get("b"), table.get("c")) == (1, None, cut)
    again = Table[int].model_validate_json(table.model_dump_json())
    assert again == table
    with pytest.raises(ValidationError, match="nothing missing"):
        Table[int](complete=True, missing=cut)


def test_an_unknown_table_is_not_a_table_with_a_row() -> None:
    seen = TypeAdapter(Table[int] | Unknown).validate_python({"unknown": "permission", "detail": "/etc/x"})
    assert seen == Unknown(cause=Cause.PERMISSION, detail="/etc/x")

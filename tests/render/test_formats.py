"""The formats, and the page that documents the published one."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import pytest

from scanner import resources
from scanner.model.report import Report
from scanner.model.status import Change, ClauseStatus, MeasureStatus
from scanner.model.unknown import Cause
from scanner.model.verdict import HostState, Verdict
from scanner.render.files import pieces
from scanner.render.formats import FORMATS
from tests.render import sample

PAGE = (Path(resources.__file__).parent.parent / "docs" / "json.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_every_report(name: str) -> None:
    for report in (sample.report(), sample.green(), sample.unreachable_only()):
        assert b"".join(pieces(FORMATS[name].render(report, "en"))).strip()


def test_every_field_at_the_top_is_documented() -> None:
    names = (field.alias or name for name, field in Report.model_fields.items())
    assert [name for name in names if not any(f"`{name}{mark}`" in PAGE for mark in ("", "[]", "{}"))] == []


@pytest.mark.parametrize("kind", [HostState, Verdict, Cause, Change, ClauseStatus, MeasureStatus])
def test_every_value_of_the_closed_lists_is_documented(kind: type[StrEnum]) -> None:
    assert [value.value for value in kind if f"`{value.value}`" not in PAGE] == []

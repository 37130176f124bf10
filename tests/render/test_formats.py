"""The formats, and the page that documents the published one."""

from __future__ import annotations

import os
import subprocess
import sys
from enum import StrEnum
from pathlib import Path

import pytest

from scanner import resources
from scanner.model.base import Text
from scanner.model.facts import Source
from scanner.model.finding import Judged
from scanner.model.report import Findings, Report
from scanner.model.status import Change, ClauseStatus, MeasureStatus
from scanner.model.unknown import Cause
from scanner.model.verdict import HostState, Verdict
from scanner.render.files import pieces
from scanner.render.formats import FORMATS
from tests.render import sample
from tests.render.available import AVAILABLE

ROOT = Path(resources.__file__).parent.parent
PAGE = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", AVAILABLE)
def test_every_format_writes_every_report(name: str) -> None:
    for report in (sample.report(), sample.green(), sample.unreachable_only()):
        assert b"".join(pieces(FORMATS[name].render(report, "en"))).strip()


@pytest.mark.parametrize("name", ["sarif", "junit", "oscal", "hdf"])
def test_a_line_of_a_million_characters_is_cut_with_a_mark(name: str) -> None:
    whole = sample.green()
    long = "\x1b[2J\u202e" * 250_000
    first, *rest = whole.findings
    told = first.model_copy(
        update={
            "verdict": Verdict.FAIL,
            "expected": Text(et="lühike", en="short"),
            "actual": long,
            "source": Source(file=long, line=1, text=long),
            "objects": (
                Judged(
                    key=long,
                    at="a.b",
                    verdict="fail",
                    expected=Text(et="lühike", en="short"),
                    actual=long,
                    source=Source(file=long, line=1, text=long),
                ),
            ),
        }
    )
    longer = whole.model_copy(update={"findings": Findings.of([told, *rest])})
    before, after = (b"".join(pieces(FORMATS[name].render(each, "et"))).decode() for each in (whole, longer))
    assert len(after) < len(before) + 20_000
    assert "…" in after
    assert not {"\x1b", "\u202e"} & set(after)


def test_every_format_is_documented_with_the_name_of_its_file() -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert [name for name, each in FORMATS.items() if f"| `{name}` | `{each.suffix}` |" not in page] == []


def test_every_field_at_the_top_is_documented() -> None:
    names = (field.alias or name for name, field in Report.model_fields.items())
    assert [name for name in names if not any(f"`{name}{mark}`" in PAGE for mark in ("", "[]", "{}"))] == []


@pytest.mark.parametrize("kind", [HostState, Verdict, Cause, Change, ClauseStatus, MeasureStatus])
def test_every_value_of_the_closed_lists_is_documented(kind: type[StrEnum]) -> None:
    assert [value.value for value in kind if f"`{value.value}`" not in PAGE] == []


def test_every_format_gives_the_same_bytes_in_every_process() -> None:
    program = (
        "import hashlib; from scanner.render.files import pieces; from scanner.render.formats import FORMATS; "
        "from tests.render import sample; from tests.render.available import AVAILABLE; r = sample.report(); "
        "print(*(hashlib.sha256(b''.join(pieces(FORMATS[n].render(r, 'et')))).hexdigest() for n in AVAILABLE))"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]
    assert len(told[0].split()) == len(AVAILABLE)

"""The findings as a table for spreadsheets."""

from __future__ import annotations

import csv as plain
from collections import Counter
from io import StringIO

import pytest

from scanner.model.base import Lang
from scanner.model.report import Findings, Report
from scanner.model.status import word
from scanner.model.verdict import Verdict
from scanner.render import csv
from scanner.render.say import Say
from tests.render import sample


def table(report: Report, lang: Lang = "et") -> list[dict[str, str]]:
    text = "".join(csv.parts(report, lang))
    assert text.startswith("\ufeff")
    return list(plain.DictReader(StringIO(text[1:], newline=""), delimiter=";"))


@pytest.mark.parametrize("lang", ["et", "en"])
def test_every_finding_is_a_row_and_the_verdicts_are_those_of_the_summary(lang: Lang) -> None:
    report = sample.report()
    rows = table(report, lang)
    told = Counter(row[Say(lang)("x_verdict")] for row in rows)
    assert told == {word(verdict).text.in_(lang): n for verdict, n in report.summary.verdicts.items()}
    assert all(None not in row and None not in row.values() for row in rows)


def test_the_marking_is_the_last_column_of_every_row() -> None:
    rows = table(sample.report())
    assert list(rows[0])[-1] == "Märge"
    assert {row["Märge"].partition(" · ")[0] for row in rows} == {"ASUTUSESISESEKS KASUTAMISEKS (AK)"}
    assert "Märge" not in table(sample.report().model_copy(update={"marking": None}))[0]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"])
def test_no_cell_is_a_formula(start: str) -> None:
    first, *rest = sample.green().findings
    hostile = first.model_copy(update={"host": start, "verdict": Verdict.FAIL, "actual": f"{start}|cmd"})
    rows = table(sample.green().model_copy(update={"findings": Findings.of([hostile, *rest])}))
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any(start.strip()[-2:] in row["Host"] for row in rows)


def test_a_line_break_of_a_host_stays_within_its_cell() -> None:
    first, *rest = sample.green().findings
    told = first.model_copy(update={"actual": 'üks\nkaks;"kolm"', "verdict": Verdict.FAIL})
    rows = table(sample.green().model_copy(update={"findings": Findings.of([told, *rest])}))
    assert len(rows) == len(rest) + 1
    assert any(row["Tegelik väärtus"] == 'üks\nkaks;"kolm"' for row in rows)

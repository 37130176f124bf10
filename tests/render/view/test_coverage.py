"""Modules, the matrix and the measures: counts first, percentages only over what was judged."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from scanner.model.report import Findings
from scanner.model.status import ClauseStatus
from scanner.model.verdict import Verdict
from scanner.render.say import Say
from scanner.render.view.coverage import ORDER, matrix, measures, modules, segments
from tests.render import sample

ET = Say("et")


@given(st.dictionaries(st.sampled_from(list(ClauseStatus)), st.integers(min_value=0, max_value=10_000)))
def test_a_bar_is_whole_and_in_proportion(counts: dict[ClauseStatus, int]) -> None:
    parts = segments(counts)
    total = sum(counts.values())
    assert sum(part.width for part in parts) == (1000 if total else 0)
    assert {part.status: part.count for part in parts} == {s: n for s, n in counts.items() if n}
    for part in parts:
        assert abs(part.width - part.count * 1000 / total) < 1
    assert [part.x for part in parts] == [sum(p.width for p in parts[:n]) for n in range(len(parts))]


def test_the_order_of_statuses_forgets_none() -> None:
    assert set(ORDER) == set(ClauseStatus)


def test_the_share_leaves_out_everything_that_was_not_judged() -> None:
    report = sample.report()
    counts = dict.fromkeys(ClauseStatus, 1000) | {
        ClauseStatus.MET: 3,
        ClauseStatus.NOT_MET: 1,
        ClauseStatus.PARTLY: 0,
    }
    module = report.modules[0].model_copy(update={"counts": counts})
    line = next(m for m in modules(report.model_copy(update={"modules": (module,)}), ET))
    assert (line.share, line.formula) == ("75,0\u00a0%", "3 ÷ (3 + 1 + 0)")


def test_the_share_is_the_reports_own_percentage() -> None:
    told = {module.code: module.percent for module in sample.report().modules}
    assert None not in told.values()
    for line in modules(sample.report(), ET):
        assert line.share == f"{ET.number(round(told[line.code] or 0, 1))}\u00a0%"


def test_a_module_nobody_judged_has_no_share() -> None:
    report = sample.report()
    module = report.modules[0].model_copy(update={"counts": {ClauseStatus.UNKNOWN: 4}})
    assert modules(report.model_copy(update={"modules": (module,)}), ET)[0].share == ""


def test_modules_with_most_gaps_in_basic_measures_come_first() -> None:
    numbers = [line.basic_gaps for line in modules(sample.report(), ET)]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] > 0


def test_the_matrix_counts_clause_times_host() -> None:
    table = matrix(sample.report(), ET)
    assert table.groups == ("andmebaas", "dmz", "rakendus", "sisevõrk", "veeb")
    for row in table.rows:
        own = [m for m in sample.report().measures if m.code == row.code]
        seen = Counter(status for m in own for clause in m.clauses for status in clause.by_host.values())
        judged = sum(seen[s] for s in (ClauseStatus.MET, ClauseStatus.NOT_MET, ClauseStatus.PARTLY))
        assert (row.cells[-1].gaps, row.cells[-1].judged) == (judged - seen[ClauseStatus.MET], judged)


def test_partly_without_a_failing_check_is_no_gap() -> None:
    """A clause is also partly met where all checks passed and a person's answer is open."""
    report = sample.report()
    calm = tuple(f.model_copy(update={"verdict": Verdict.PASS}) for f in report.findings)
    table = matrix(report.model_copy(update={"findings": Findings.of(calm)}), ET)
    not_met = Counter(status for m in report.measures for c in m.clauses for status in c.by_host.values())
    assert sum(row.cells[-1].gaps for row in table.rows) == not_met[ClauseStatus.NOT_MET]


def test_a_cell_where_nothing_was_judged_says_why_instead_of_zero() -> None:
    cells = [cell for row in matrix(sample.report(), ET).rows for cell in row.cells if not cell.judged]
    assert cells
    assert all(cell.other is not None for cell in cells)


def test_measures_keep_the_standards_order_and_count_open_questions() -> None:
    rows = measures(sample.report(), ET)
    assert [row.measure.code for row in rows] == [measure.code for measure in sample.report().measures]
    assert {row.measure.code for row in rows if row.questions} == {"SYS.1.1.M10", "SYS.1.1.M16"}


def test_what_is_not_covered_is_listed_by_measure() -> None:
    for line, module in zip(
        sorted(modules(sample.report(), ET), key=lambda m: m.code), sample.report().modules, strict=True
    ):
        assert line.uncovered_count == len(module.uncovered)
        assert sum(len(measure.letters.split(", ")) for measure in line.uncovered) == len(module.uncovered)

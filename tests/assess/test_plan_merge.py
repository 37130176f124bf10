"""Taking edits into the plan: only what was edited, and nothing is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scanner.assess.plan_merge import Merged, Sheets, merge
from scanner.model.action_plan import Exported, Handed, PlanChange, PlanEntry, Stated, gap_key
from scanner.model.status import PlanStatus

KEY = gap_key("kontroll", "partner")
GAPS = {KEY: ("kontroll", "partner"), gap_key("vana-nimi", "partner"): ("kontroll", "partner")}
CHANGE = PlanChange(changed_on=date(2026, 11, 24), by="Mari", file="kava.xlsx", sha256="ab" * 32)
SHOWN = Stated("partner", date(2026, 12, 1))
"""What a row shows that nobody decided about."""


def handed(key: str = KEY, **edits: Any) -> Handed:
    values: Any = SHOWN._asdict() | edits
    return Handed("Tegevuskava!3", key, values)


def entry(**said: Any) -> PlanEntry:
    return PlanEntry.model_validate({"check": "kontroll", "owner": "partner", **said})


def merged(*rows: Handed, planned: tuple[PlanEntry, ...] = (), base: Exported | None = None, **options: Any) -> Merged:
    sheets = Sheets(rows, (), {row.key: base or Exported(SHOWN, Stated()) for row in rows})
    return merge(planned, sheets, GAPS, CHANGE, **options)


def test_a_row_nobody_edited_decides_nothing() -> None:
    assert merged(handed()) == Merged()


def test_only_edited_fields_are_taken_and_the_row_tells_who_when_and_from_what() -> None:
    found = merged(handed(deadline=date(2027, 1, 15)))
    assert found.entries == (entry(deadline="2027-01-15", history=(CHANGE,)),)
    assert [(edit.name, edit.before, edit.after) for edit in found.taken] == [("deadline", None, date(2027, 1, 15))]


def test_an_old_export_does_not_undo_what_was_decided_since() -> None:
    planned = (entry(responsible="Jaan", deadline="2027-02-01"),)
    assert merged(handed(comment="ootab"), planned=planned).entries == (
        entry(responsible="Jaan", deadline="2027-02-01", comment="ootab", history=(CHANGE,)),
    )


def test_what_changed_on_both_sides_is_a_conflict_with_both_values_and_the_plan_stands() -> None:
    planned = (entry(deadline="2027-02-01"),)
    found = merged(handed(deadline=date(2027, 3, 1), status=PlanStatus.IN_PROGRESS), planned=planned)
    assert [(each.name, each.before, each.after, each.exported) for each in found.conflicts] == [
        ("deadline", date(2027, 2, 1), date(2027, 3, 1), date(2026, 12, 1))
    ]
    assert (found.entries[0].deadline, found.entries[0].status) == (date(2027, 2, 1), PlanStatus.IN_PROGRESS)


def test_preferring_the_sheet_keeps_the_plans_value_in_the_history() -> None:
    found = merged(handed(deadline=date(2027, 3, 1)), planned=(entry(deadline="2027-02-01"),), prefer_sheet=True)
    assert not found.conflicts
    assert found.entries[0].deadline == date(2027, 3, 1)
    assert found.entries[0].history[-1].was == {"deadline": "2027-02-01"}


def test_the_same_change_on_both_sides_is_no_conflict_and_importing_twice_changes_nothing() -> None:
    row = handed(responsible="Jaan", comment="ootab")
    once = merged(row)
    again = merged(row, planned=once.entries)
    assert (again.entries, again.taken, again.conflicts) == (once.entries, [], [])


def test_a_cleared_cell_takes_the_decision_back() -> None:
    base = Exported(Stated("Jaan", date(2027, 2, 1)), Stated("Jaan", date(2027, 2, 1)))
    row = handed(responsible="", deadline=None)
    found = merged(row, planned=(entry(responsible="Jaan", deadline="2027-02-01"),), base=base)
    assert found.entries[0].stated == Stated()
    assert found.entries[0].history[-1].was == {"responsible": "Jaan", "deadline": "2027-02-01"}


def test_a_column_that_was_deleted_says_nothing() -> None:
    row = Handed("Tegevuskava!3", KEY, {"comment": "ootab"})
    assert merged(row).entries == (entry(comment="ootab", history=(CHANGE,)),)


def test_a_row_of_a_renamed_check_finds_its_decision() -> None:
    row = handed(gap_key("vana-nimi", "partner"), comment="ootab")
    found = merged(row, planned=(entry(responsible="Jaan"),))
    assert found.entries == (entry(responsible="Jaan", comment="ootab", history=(CHANGE,)),)


def test_an_edited_row_of_an_unknown_key_is_listed_and_an_untouched_one_is_not() -> None:
    row = handed("0" * 16, comment="kadunud")
    assert merged(row, handed("1" * 16)).unknown == [row]


def test_observations_are_added_by_number_and_empty_cells_of_an_auditor_erase_nothing() -> None:
    seen = Handed("Auditi tähelepanekud!3", "", {"responsible": "IT-juht", "deadline": None}, "3.2", "Logid puuduvad")
    first = merge((), Sheets((), (seen,), {}), {}, CHANGE).entries
    assert first == (PlanEntry(number="3.2", text="Logid puuduvad", responsible="IT-juht", history=(CHANGE,)),)
    planned = (first[0].model_copy(update={"deadline": date(2027, 2, 1)}),)
    assert merge(planned, Sheets((), (seen,), {}), {}, CHANGE).entries == planned
    other = Handed("Auditi tähelepanekud!3", "", {"responsible": "Mari"}, "3.2", "")
    found = merge(planned, Sheets((), (other,), {}), {}, CHANGE)
    assert [(each.before, each.after) for each in found.conflicts] == [("IT-juht", "Mari")]


texts = st.sampled_from(["", "Jaan", "Mari"])
states = st.builds(
    Stated, texts, st.sampled_from([None, date(2027, 1, 1), date(2027, 2, 1)]), st.sampled_from(PlanStatus), texts
)


@given(states, states, states)
def test_nothing_said_anywhere_is_lost(then: Stated, now: Stated, sheet: Stated) -> None:
    planned = (entry(**now._asdict()),)
    found = merged(handed(**sheet._asdict()), planned=planned, base=Exported(then, then))
    result = found.entries[0].stated if found.entries else Stated()
    told = {edit.name: (edit.before, edit.after) for edit in (*found.taken, *found.conflicts)}
    for name, was, value, new in zip(Stated._fields, now, sheet, result, strict=True):
        edited = value != getattr(then, name)
        assert new == was or (edited and new == value)
        assert not edited or value == was or told[name] == (was, value)

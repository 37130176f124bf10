"""plan.yaml."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scanner.content.plan_file import load_plan, place, write_plan
from scanner.errors import InvalidError
from scanner.model.action_plan import PlanChange, PlanEntry
from scanner.model.status import PlanStatus

CHANGE = PlanChange(changed_on=date(2026, 11, 24), by="Mari", file="kava.xlsx", was={"comment": "enne"})
ENTRIES = (
    PlanEntry(
        check="kontroll", owner="IT: partner #1", responsible="Mari", deadline=date(2027, 1, 15),
        status=PlanStatus.WAITING, comment='=1+1\n- "õäöü": {{7*7}}', history=(CHANGE,),
    ),
    PlanEntry(number="3.2", text="Logid puuduvad"),
)  # fmt: skip


def wrong(folder: Path, text: str) -> list[str]:
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidError) as caught:
        load_plan([folder], {})
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.yaml", reversed(ENTRIES))
    assert load_plan([tmp_path], {}) == ENTRIES
    assert (tmp_path / "plan.yaml").stat().st_mode & 0o777 == 0o600


def test_a_rewritten_file_keeps_who_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    write_plan(path, ())
    path.chmod(0o640)
    write_plan(path, ENTRIES)
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["plan.yaml"]


def test_without_a_file_nothing_is_planned_and_it_would_lie_beside_the_inventory(tmp_path: Path) -> None:
    hosts = tmp_path / "hosts.yml"
    hosts.touch()
    assert load_plan([hosts], {}) == ()
    assert place([hosts]) == place([tmp_path]) == tmp_path / "plan.yaml"


def test_a_row_of_a_renamed_check_is_of_its_new_name_and_one_of_a_check_that_is_gone_stays(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.yaml", [PlanEntry(check="vana", owner="a"), PlanEntry(check="kadunud", owner="a")])
    assert [each.check for each in load_plan([tmp_path], {"vana": "uus"})] == ["kadunud", "uus"]


def test_all_that_is_wrong_is_told_with_its_place(tmp_path: Path) -> None:
    assert wrong(
        tmp_path,
        "plan:\n  - check: a\n    owner: b\n    deadline: 15.01.2027\n"
        "  - number: '1'\n    status: valmis\n  - check: a\n",
    ) == [
        "plan.yaml:4:15: Input should be a valid date or datetime, invalid character in year",
        "plan.yaml:6:13: Input should be 'open', 'in_progress', 'waiting', 'done' or 'waiver_asked'",
        "plan.yaml:7:5: names either a check and an owner, or the number of an observation",
    ]


def test_one_row_twice_is_wrong(tmp_path: Path) -> None:
    row = "  - {check: a, owner: b}\n"
    assert wrong(tmp_path, f"plan:\n{row}{row}") == ["plan.yaml:3:5: a of b stands here a second time"]

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.model.host import Host
from scanner.store.history import Answer, History, Known
from scanner.store.observations import Observations
from tests.store.nights import answers, known, night, run_of, save

FIRST = {("a", "sshd-root"): "fail:22", ("b", "sshd-root"): "fail:22", ("b", "root-alone"): "pass"}
SECOND = {("a", "sshd-root"): "pass", ("b", "root-alone"): "error", ("c", "root-alone"): "pass"}


def all_of(found: Observations) -> list[tuple[object, ...]]:
    """Everything that is told, in its order."""
    return [(each.host, each.finding, each.run, each.since, each.change) for each in found]


@pytest.mark.parametrize("current", [True, False])
def test_a_run_saved_in_between_changes_nothing_of_what_is_gone_through_twice(tmp_path: Path, current: bool) -> None:
    with History(tmp_path / "store.sqlite") as history:
        first = save(history, 1, FIRST)
        found = history.current() if current else history.findings(first)
        before = all_of(found)
        halfway = iter(found)
        next(halfway)
        save(history, 2, SECOND)
        renamed = Known([Host(name="z", host_id="z", former_names=("a",))], {"sshd-new": ("sshd-root",)})
        run = run_of(3)
        history.save(run, renamed, {"z": ["sshd-new"]}, answers({("z", "sshd-new"): "fail:1"}, night(3)), night(3))
        assert len(list(halfway)) == len(FIRST) - 1
        assert all_of(found) == before
        assert {each.host for each in history.current()} == {"z", "b", "c"}
    assert all_of(found) == before


def test_it_is_read_after_the_history_was_closed_and_another_program_went_on_writing(tmp_path: Path) -> None:
    with History(tmp_path / "store.sqlite") as history:
        save(history, 1, FIRST)
        found = history.current()
    with History(tmp_path / "store.sqlite") as history:
        save(history, 2, SECOND)
    assert [each.run for each in found] == ["run-0001"] * len(FIRST)


def test_hosts_of_which_the_same_was_concluded_share_it_and_each_finding_is_its_own(tmp_path: Path) -> None:
    with History(tmp_path / "store.sqlite") as history:
        save(history, 1, FIRST)
        one, other = history.current().of("sshd-root")
    assert one.said is other.said
    assert [each.finding.host for each in (one, other)] == ["a", "b"]


def test_a_verdict_is_told_right_where_two_say_the_same(tmp_path: Path) -> None:
    at = night(1)
    both = [answer(each) for each in answers({("a", "one"): "pass", ("b", "one"): "not_applicable"}, at)]
    with History(tmp_path / "store.sqlite") as history:
        history.save(run_of(1), known({("a", "one"): "", ("b", "one"): ""}), {"a": ["one"], "b": ["one"]}, both, at)
        found = history.current().of("one")
    assert [(each.said.verdict, each.finding.verdict) for each in found] == [("pass",) * 2, ("not_applicable",) * 2]


def answer(given: Answer) -> Answer:
    """The same answer, its findings with the words of any verdict."""
    text = given.findings[0].message.model_copy(update={"et": "nii on", "en": "so it is"})
    return Answer(given.visit, [each.model_copy(update={"message": text}) for each in given.findings])


def test_a_check_nobody_looked_at_has_nothing(tmp_path: Path) -> None:
    with History(tmp_path / "store.sqlite") as history:
        save(history, 1, FIRST)
        assert history.current().of("no-such-check") == []


def test_findings_come_by_check_and_then_by_host(tmp_path: Path) -> None:
    with History(tmp_path / "store.sqlite") as history:
        save(history, 1, FIRST)
        later = save(history, 2, SECOND)
        for found in (history.current(), history.findings(later)):
            order = [(each.said.check, each.host) for each in found]
            assert order == sorted(order)

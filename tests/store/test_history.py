from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from scanner.errors import UsageError
from scanner.model.catalogue import Level
from scanner.model.host import Host, Visit
from scanner.model.report import MeasureInfo
from scanner.model.status import Change, MeasureStatus
from scanner.model.status import MeasureStatus as M
from scanner.model.unknown import Cause
from scanner.model.verdict import HostState, Verdict
from scanner.store.history import Answer, History, Known
from tests.store.nights import answers, finding, known, night, planned, run_of, save

CHECK = "sshd-root"
OTHER = "root-alone"


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with History(tmp_path / "store.sqlite") as opened:
        yield opened


def ask(history: History, query: str) -> list[tuple[object, ...]]:
    """Ask the file in SQL, as any reader can while the program has it open."""
    reader = sqlite3.connect(f"file:{history.path}?mode=ro", uri=True)
    try:
        return reader.execute(query).fetchall()
    finally:
        reader.close()


def now(history: History) -> dict[tuple[str, str], tuple[Verdict, Change, str]]:
    """The current state: verdict, change and run by pair."""
    return {(o.finding.host, o.finding.check): (o.finding.verdict, o.change, o.run) for o in history.current()}


def test_a_finding_comes_back_as_it_was_saved(history: History) -> None:
    found = {("a", CHECK): "fail:port 22,port 23", ("a", OTHER): "error", ("b", CHECK): "pass:port 443"}
    assessment = save(history, 1, found)
    at = night(1) + timedelta(minutes=1)
    expected = [finding(host, check, word, at) for (host, check), word in sorted(found.items())]
    assert sorted([o.finding for o in history.current()], key=lambda f: (f.host, f.check)) == expected
    assert sorted([o.finding for o in history.findings(assessment)], key=lambda f: (f.host, f.check)) == expected
    assert expected[0].cause is Cause.PERMISSION or expected[1].cause is None


def test_a_run_comes_back_with_its_digests_scope_and_visits(history: History) -> None:
    found = {("a", CHECK): "pass", ("b", OTHER): "pass"}
    run = run_of(1).model_copy(update={"content_sha256": "c0" * 32, "limit": "web", "edition": "2024"})
    plan = {"a": {CHECK, OTHER}, "b": {OTHER}}
    history.save(run, Known(known(found).hosts, {CHECK: (), OTHER: ()}), plan, answers(found, night(1)), night(1))
    assert history.run("run-0001") == run.model_copy(update={"planned_pairs": 3, "attempted_pairs": 2})
    assert history.planned("run-0001") == plan
    visits = history.visits("run-0001")
    assert visits["a"] == next(answers(found, night(1))).visit
    assert set(visits) == {"a", "b"}


def test_the_file_and_its_companions_are_for_their_owner_alone(history: History) -> None:
    save(history, 1, {("a", CHECK): "pass"})
    files = list(history.path.parent.iterdir())
    assert len(files) >= 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in files if file.is_file()} == {0o600}
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in files if folder.is_dir()} == {0o700}
    assert ask(history, "PRAGMA journal_mode") == [("wal",)]


def test_a_night_without_changes_adds_no_finding_and_no_scope(history: History) -> None:
    found = {(host, check): "pass" for host in "abc" for check in (CHECK, OTHER)} | {("a", CHECK): "fail:22"}
    rows = """SELECT (SELECT count(*) FROM findings), (SELECT count(*) FROM bodies),
        (SELECT count(*) FROM host_set_members), (SELECT count(*) FROM check_set_members)"""
    save(history, 1, found)
    before = ask(history, rows)
    for number in range(2, 6):
        save(history, number, found)
    assert ask(history, rows) == before
    assert now(history)["a", CHECK] == (Verdict.FAIL, Change.PERSISTING, "run-0005")
    assert ask(history, "SELECT DISTINCT first, last FROM findings") == [(1, 5)]


def test_only_a_run_whose_scope_holds_a_pair_touches_it(history: History) -> None:
    save(history, 1, {("a", CHECK): "fail:22", ("b", CHECK): "fail:22", ("a", OTHER): "pass"})
    save(history, 2, {("a", CHECK): "pass"})
    assert now(history) == {
        ("a", CHECK): (Verdict.PASS, Change.FIXED, "run-0002"),
        ("a", OTHER): (Verdict.PASS, Change.NOT_SCANNED, "run-0001"),
        ("b", CHECK): (Verdict.FAIL, Change.NOT_SCANNED, "run-0001"),
    }
    untouched = next(o for o in history.current() if o.finding.host == "b")
    assert untouched.finding.observed_at == night(1) + timedelta(minutes=1)


def test_the_report_of_an_old_run_shows_what_it_saw_and_the_changes_of_that_day(history: History) -> None:
    first = save(history, 1, {("a", CHECK): "pass", ("b", CHECK): "fail:22"})
    second = save(history, 2, {("a", CHECK): "fail:22"})
    save(history, 3, {("a", CHECK): "pass", ("b", CHECK): "pass"})

    def seen(assessment: object) -> dict[str, tuple[Verdict, Change]]:
        return {o.finding.host: (o.finding.verdict, o.change) for o in history.findings(assessment)}  # type: ignore[arg-type]

    assert seen(first) == {"a": (Verdict.PASS, Change.FIRST), "b": (Verdict.FAIL, Change.FIRST)}
    assert seen(second) == {"a": (Verdict.FAIL, Change.NEW)}


def test_a_verdict_holds_since_the_night_it_began_even_when_its_details_change(history: History) -> None:
    for number, word in enumerate(("pass", "fail:22", "fail:22,23", "fail:23"), 1):
        save(history, number, {("a", CHECK): word})
    (observed,) = history.current()
    assert observed.since == night(2) + timedelta(minutes=1)
    assert observed.change is Change.PERSISTING


def test_a_gap_that_comes_back_has_regressed(history: History) -> None:
    for number, word in enumerate(("fail:22", "pass", "error", "fail:22"), 1):
        save(history, number, {("a", CHECK): word})
    assert now(history)["a", CHECK][1] is Change.REGRESSED


def test_a_renamed_host_and_a_renamed_check_keep_their_history(history: History) -> None:
    save(history, 1, {("old-a", "old-check"): "fail:22"})
    renamed = Known([Host(name="a.example", host_id="new-a", former_names=("old-a",))], {CHECK: ("old-check",)})
    found = {("new-a", CHECK): "pass"}
    history.save(run_of(2), renamed, planned(found), answers(found, night(2)), night(2))
    assert now(history) == {("new-a", CHECK): (Verdict.PASS, Change.FIXED, "run-0002")}


def test_a_host_scanned_under_its_new_name_first_takes_over_the_history_of_the_old(history: History) -> None:
    first = save(history, 1, {("old", CHECK): "fail:22", ("old", OTHER): "pass", ("b", CHECK): "pass"})
    save(history, 2, {("new", CHECK): "fail:22", ("b", CHECK): "pass"})
    renamed = Known(
        [Host(name="b", host_id="b"), Host(name="new", host_id="new", former_names=("old",))], {CHECK: (), OTHER: ()}
    )
    found = {("new", CHECK): "pass", ("b", CHECK): "pass"}
    history.save(run_of(3), renamed, planned(found), answers(found, night(3)), night(3))
    assert now(history) == {
        ("new", CHECK): (Verdict.PASS, Change.FIXED, "run-0003"),
        ("new", OTHER): (Verdict.PASS, Change.NOT_SCANNED, "run-0001"),
        ("b", CHECK): (Verdict.PASS, Change.UNCHANGED, "run-0003"),
    }
    assert {(o.finding.host, o.finding.check) for o in history.findings(first)} == {
        ("new", CHECK),
        ("new", OTHER),
        ("b", CHECK),
    }
    assert ask(history, "SELECT host_id FROM hosts ORDER BY 1") == [("b",), ("new",)]
    assert ask(history, "PRAGMA foreign_key_check") == []


def test_two_hosts_that_one_run_saw_are_never_merged(history: History) -> None:
    save(history, 1, {("old", CHECK): "fail:22", ("new", CHECK): "pass"})
    renamed = Known([Host(name="new", host_id="new", former_names=("old",))], {CHECK: ()})
    found = {("new", CHECK): "pass"}
    history.save(run_of(2), renamed, planned(found), answers(found, night(2)), night(2))
    assert now(history)["old", CHECK][0] is Verdict.FAIL
    assert now(history)["new", CHECK] == (Verdict.PASS, Change.UNCHANGED, "run-0002")


def test_a_former_name_that_another_host_bears_today_is_left_to_it(history: History) -> None:
    save(history, 1, {("a", CHECK): "fail:22"})
    both = Known([Host(name="a", host_id="a"), Host(name="b", host_id="b", former_names=("a",))], {CHECK: ()})
    found = {("a", CHECK): "pass", ("b", CHECK): "fail:22"}
    history.save(run_of(2), both, planned(found), answers(found, night(2)), night(2))
    assert now(history)["a", CHECK][1] is Change.FIXED
    assert now(history)["b", CHECK][1] is Change.FIRST


def test_an_older_run_saved_late_does_not_change_the_current_state(history: History) -> None:
    save(history, 2, {("a", CHECK): "pass"})
    late = save(history, 1, {("a", CHECK): "fail:22", ("b", CHECK): "fail:22"})
    assert now(history)["a", CHECK] == (Verdict.PASS, Change.FIRST, "run-0002")
    assert now(history)["b", CHECK] == (Verdict.FAIL, Change.NOT_SCANNED, "run-0001")
    assert [(o.finding.host, o.finding.verdict) for o in history.findings(late)] == [
        ("a", Verdict.FAIL),
        ("b", Verdict.FAIL),
    ]


def test_another_assessment_leaves_the_first_as_it_was(history: History) -> None:
    found = {("a", CHECK): "fail:22", ("b", CHECK): "pass"}
    first = save(history, 1, found)
    again = {("a", CHECK): "pass", ("b", CHECK): "pass", ("a", OTHER): "fail:22"}
    second = history.reassess("run-0001", known(again), answers(again, night(1)), night(9), "c1" * 32, "", "2")
    assert [each.id for each in history.assessments("run-0001")] == [first.id, second.id]
    assert (second.made.astimezone(UTC), second.content_sha256) == (night(9), "c1" * 32)
    assert [o.finding.verdict for o in history.findings(first)] == [Verdict.FAIL, Verdict.PASS]
    assert {o.finding.check: o.finding.verdict for o in history.findings(second) if o.finding.host == "a"} == {
        CHECK: Verdict.PASS,
        OTHER: Verdict.FAIL,
    }
    assert now(history)["a", CHECK][0] is Verdict.PASS


def test_an_assessment_of_old_evidence_leaves_newer_observations_alone(history: History) -> None:
    first = save(history, 1, {("a", CHECK): "fail:22", ("b", CHECK): "fail:22"})
    save(history, 2, {("a", CHECK): "pass"})
    again = {("a", CHECK): "error", ("b", CHECK): "pass"}
    second = history.reassess("run-0001", known(again), answers(again, night(1)), night(9), "", "", "")
    assert now(history)["a", CHECK] == (Verdict.PASS, Change.FIXED, "run-0002")
    assert now(history)["b", CHECK][0] is Verdict.PASS
    save(history, 3, {("a", CHECK): "pass", ("b", CHECK): "pass"})
    assert {o.finding.host: o.finding.verdict for o in history.findings(second)} == {
        "a": Verdict.ERROR,
        "b": Verdict.PASS,
    }
    assert {o.finding.host: o.finding.verdict for o in history.findings(first)} == {
        "a": Verdict.FAIL,
        "b": Verdict.FAIL,
    }


def test_a_run_that_breaks_off_while_saving_leaves_nothing(history: History) -> None:
    save(history, 1, {("a", CHECK): "pass"})
    found = {("a", CHECK): "fail:22", ("b", CHECK): "fail:22"}

    def breaking() -> Iterator[Answer]:
        yield next(answers(found, night(2)))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        history.save(run_of(2), known(found), planned(found), breaking(), night(2))
    assert [run.id for run in history.runs()] == ["run-0001"]
    assert now(history) == {("a", CHECK): (Verdict.PASS, Change.FIRST, "run-0001")}


def test_hosts_that_did_not_answer_are_visited_and_attempted(history: History) -> None:
    save(history, 1, {("a", CHECK): "fail:22"})
    visit = Visit(host="a", state=HostState.UNREACHABLE)
    unseen = finding("a", CHECK, "error", night(2))
    one = {("a", CHECK): "error"}
    history.save(run_of(2), known(one), planned(one), [Answer(visit, [unseen])], night(2))
    assert now(history)["a", CHECK] == (Verdict.ERROR, Change.GONE_UNKNOWN, "run-0002")
    assert history.visits()["a"].state is HostState.UNREACHABLE
    assert history.last_seen() == {"a": night(1) + timedelta(minutes=1)}


def test_a_run_is_found_by_id_by_beginning_and_as_the_latest(history: History) -> None:
    for number in (1, 2, 10):
        save(history, number, {("a", CHECK): "pass"})
    assert history.run("run-0002").id == "run-0002"
    assert history.run("run-001").id == "run-0010"
    assert history.run("latest").id == "run-0010"
    for unclear in ("run-00", "nothing", ""):
        with pytest.raises(UsageError, match="run"):
            history.run(unclear)


def test_a_year_of_nights_stays_small(tmp_path: Path) -> None:
    """One change in a hundred every night may cost at most what makes a thousand hosts' year fit into a gigabyte."""
    hosts, checks, nights = 40, 25, 30
    pairs = [(f"host{h:02}", f"check-{c:02}") for h in range(hosts) for c in range(checks)]
    found = dict.fromkeys(pairs, "pass:port 443")
    with History(tmp_path / "store.sqlite") as history:
        save(history, 0, found)
        empty = _size(history)
        for number in range(1, nights + 1):
            for pair in pairs[number % 100 :: 100]:
                found[pair] = f"fail:port {number},{pair[0]}"  # a text of its own for every host
            save(history, number, found)
        rows = ask(history, "SELECT count(*) FROM findings")[0][0]
        grown = _size(history) - empty
    changed = nights * len(pairs) // 100
    assert rows == len(pairs) + changed
    # 365 nights × 3,000 changes and 365,000 visits in a gigabyte.
    assert grown / (changed + nights * hosts) < 700


def _size(history: History) -> int:
    ((pages,), (size,)) = ask(history, "PRAGMA page_count") + ask(history, "PRAGMA page_size")
    assert isinstance(pages, int)
    assert isinstance(size, int)
    return pages * size


def stands(status: MeasureStatus, code: str = "SYS.9.1.M1", passed: int = 0) -> MeasureInfo:
    """How a measure stands on the target object `servers`."""
    return MeasureInfo(
        code=code, title=code, module="SYS.9.1", level=Level.BASIC, target="servers", status=status, passed=passed
    )


def test_the_status_of_a_measure_is_kept_as_intervals(history: History) -> None:
    nights = [M.NOT_ASSESSED, M.NOT_ASSESSED, M.PARTLY]
    for number, status in enumerate(nights, 1):
        history.save_measures(save(history, number, {("a", CHECK): "pass"}), [stands(status)])
    assert ask(history, "SELECT status, first, last, current FROM measures ORDER BY first") == [
        ("not_assessed", 1, 2, 0),
        ("partly", 3, 3, 1),
    ]
    assert ask(history, "SELECT target, measure, status FROM measure_status") == [("servers", "SYS.9.1.M1", "partly")]


def test_a_measure_that_is_no_longer_selected_is_no_longer_current(history: History) -> None:
    first, second = (save(history, number, {("a", CHECK): "pass"}) for number in (1, 2))
    history.save_measures(first, [stands(M.PARTLY), stands(M.IMPLEMENTED, "SYS.9.1.M2")])
    history.save_measures(second, [stands(M.PARTLY)])
    assert ask(history, "SELECT measure FROM measure_status") == [("SYS.9.1.M1",)]


def test_a_run_of_some_pairs_is_not_the_current_state(history: History) -> None:
    whole = save(history, 1, {("a", CHECK): "pass", ("b", CHECK): "pass"})
    assert history.is_current_state(whole)
    part = save(history, 2, {("a", CHECK): "pass"})
    assert not history.is_current_state(part)
    assert not history.is_current_state(whole)


def test_the_views_tell_gaps_and_their_number_over_time(history: History) -> None:
    save(history, 1, {("a", CHECK): "fail:22", ("b", CHECK): "pass", ("a", OTHER): "error"})
    save(history, 2, {("a", CHECK): "fail:22,23"})
    assert ask(history, 'SELECT host, "check", severity, message_et, since, last_seen, run FROM gaps') == [
        (
            "a",
            CHECK,
            "high",
            "Leid: fail:22,23",
            "2026-11-02T02:01:00.000000+00:00",
            "2026-11-03T02:01:00.000000+00:00",
            "run-0002",
        )
    ]
    assert ask(history, "SELECT run, findings, passed, failed, errors, high FROM trend") == [
        ("run-0001", 3, 1, 1, 1, 1),
        ("run-0002", 1, 0, 1, 0, 1),
    ]

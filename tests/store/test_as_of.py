"""What was known on an earlier day, read from intervals that went on since."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.store.history import History
from tests.store.nights import Found, answers, known, night, run_of, save

A, B = ("www1", "check-a"), ("www2", "check-a")
State = list[tuple[str, str, str, str, str, str, str]]


def state(history: History, after: int | None) -> State:
    """Everything told of every pair: now, or after the assessment with this number."""
    if after is None:
        observed = list(history.current())
    else:
        (assessment,) = [each for run in history.runs() for each in history.assessments(run.id) if each.id == after]
        observed = list(history.known_after(assessment))
    return [
        (
            each.host,
            each.said.check,
            each.said.verdict.value,
            each.finding.message.en,
            each.observed_at.isoformat(),
            each.since.isoformat(),
            f"{each.run} {each.change.value}",
        )
        for each in observed
    ]


words = st.sampled_from(["pass", "fail:22", "fail:22,23", "error"])
nights = st.lists(
    st.dictionaries(st.tuples(st.sampled_from(["h1", "h2"]), st.sampled_from(["c1", "c2"])), words, min_size=1),
    min_size=1,
    max_size=6,
)


@given(nights=nights)
@settings(max_examples=25)
def test_what_was_known_after_a_night_is_what_was_current_then(
    tmp_path_factory: pytest.TempPathFactory, nights: list[Found]
) -> None:
    with History(tmp_path_factory.mktemp("history") / "store.sqlite") as history:
        kept: dict[int, State] = {}
        for number, found in enumerate(nights, 1):
            assessment = save(history, number, found)
            kept[assessment.id] = state(history, None)
        for after, then in kept.items():
            assert state(history, after) == then


def test_an_assessment_of_older_evidence_does_not_make_a_pair_look_younger(tmp_path: Path) -> None:
    with History(tmp_path / "store.sqlite") as history:
        save(history, 1, {A: "fail:22", B: "pass"})
        save(history, 2, {A: "fail:22"})
        judged: Found = {A: "pass", B: "pass"}
        late = history.reassess(
            run_of(1).id, known(judged), answers(judged, night(1)), night(3), "content", "catalogue", "2"
        )
        then = state(history, None)
        save(history, 4, {A: "fail:22", B: "pass"})
        assert state(history, late.id) == then


def test_visits_and_last_answers_are_those_of_that_day(tmp_path: Path) -> None:
    with History(tmp_path / "store.sqlite") as history:
        first = save(history, 1, {A: "pass", B: "pass"})
        save(history, 2, {A: "pass"})
        seen = night(1) + timedelta(minutes=1)
        assert {host: visit.observed_at for host, visit in history.visits(after=first).items()} == {
            "www1": seen,
            "www2": seen,
        }
        assert history.last_seen(after=first) == {"www1": seen, "www2": seen}
        assert history.last_seen()["www1"] == night(2) + timedelta(minutes=1)


def test_the_last_assessment_by_a_moment_is_found(tmp_path: Path) -> None:
    with History(tmp_path / "store.sqlite") as history:
        first, second = (save(history, number, {A: "pass"}) for number in (1, 2))
        assert history.assessed_by(first.made - timedelta(seconds=1)) is None
        assert history.assessed_by(first.made) == first
        assert history.assessed_by(second.made - timedelta(seconds=1)) == first
        assert history.assessed_by(second.made + timedelta(days=9)) == second

"""Support dates: the last day counts, a longer version falls back to its start, what is not known is unknown."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from scanner.content.rule_data import shipped_rules
from scanner.facts.os import Os
from scanner.language.leaf import Scene
from scanner.model.verdict import Verdict
from scanner.rules.support import SupportDates


def _verdict(system: str, version: str | None, day: date) -> Verdict:
    scene = Scene({"os": Os(id=system, version_id=version)}, datetime(day.year, day.month, day.day, 23, tzinfo=UTC), {})
    return shipped_rules().rules["os.supported"].bind({})(scene).verdict


def test_the_last_day_is_supported_and_the_next_is_not() -> None:
    assert _verdict("debian", "11", date(2026, 8, 31)) is Verdict.PASS
    assert _verdict("debian", "11", date(2026, 9, 1)) is Verdict.FAIL


@pytest.mark.parametrize(("system", "version"), [("debian", None), ("debian", "99"), ("centos", ""), ("mint", "21")])
def test_a_release_without_dates_is_an_error(system: str, version: str | None) -> None:
    assert _verdict(system, version, date(2026, 1, 1)) is Verdict.ERROR


def test_a_point_release_has_the_dates_of_its_release() -> None:
    assert _verdict("alpine", "3.22.1", date(2026, 1, 1)) is Verdict.PASS


def test_paid_support_comes_after_the_free_one_and_names_how_it_is_seen() -> None:
    dates = SupportDates.model_validate(shipped_rules().rules["os.supported"].given)
    for system, releases in dates.releases.items():
        assert system in dates.sources
        for version, release in releases.items():
            assert (release.paid is None) == (release.repository == ""), f"{system} {version}"
            assert release.paid is None or release.paid > release.until, f"{system} {version}"

"""The access restriction: who, from when, until when, on what basis."""

from __future__ import annotations

from datetime import date

import pytest

from scanner.assess.marking import marking
from scanner.model.settings import MarkingSettings

MADE = date(2026, 11, 22)


def test_by_default_a_document_is_marked_for_five_years() -> None:
    made = marking(MarkingSettings(), "Näidisvalla Valitsus", MADE)
    assert made is not None
    assert (made.text, made.agency) == ("ASUTUSESISESEKS KASUTAMISEKS (AK)", "Näidisvalla Valitsus")
    assert (made.made, made.until, made.basis) == (MADE, date(2031, 11, 22), ("AvTS § 35 lg 1 p 9",))


def test_settings_give_another_holder_time_and_bases() -> None:
    settings = MarkingSettings(agency="Näidislinn", years=1, basis=("AvTS § 35 lg 1 p 9", "AvTS § 35 lg 1 p 12"))
    made = marking(settings, "Näidisvalla Valitsus", MADE)
    assert made is not None
    assert (made.agency, made.until, len(made.basis)) == ("Näidislinn", date(2027, 11, 22), 2)


def test_a_site_that_marks_nothing_gets_no_marking() -> None:
    assert marking(MarkingSettings(enabled=False), "Näidisvalla Valitsus", MADE) is None


@pytest.mark.parametrize(("years", "until"), [(4, date(2032, 2, 29)), (5, date(2033, 2, 28)), (1, date(2029, 2, 28))])
def test_a_leap_day_never_makes_the_restriction_longer_than_allowed(years: int, until: date) -> None:
    made = marking(MarkingSettings(years=years), "A", date(2028, 2, 29))
    assert made is not None
    assert made.until == until

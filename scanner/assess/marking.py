"""The access restriction of a document, from the settings: what is printed on every page and in every exported file."""

from __future__ import annotations

from datetime import date

from scanner.model.report import Marking
from scanner.model.settings import MarkingSettings


def marking(settings: MarkingSettings, agency: str, made: date) -> Marking | None:
    """The marking of a document made on that day; None where the site marks none.

    agency: the one of targets.yaml. Empty where neither names one: the marking is printed without it, and
    `eits-scan doctor` says that it is incomplete.
    """
    if not settings.enabled:
        return None
    return Marking(
        text=settings.text,
        agency=settings.agency or agency,
        made=made,
        until=_years_later(made, settings.years),
        basis=settings.basis,
    )


def _years_later(day: date, years: int) -> date:
    """The same day of a later year; of 29 February the day before where there is none, so that it is never longer."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)

"""Says numbers, dates, counts and statuses in one language. Every format speaks through this."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from types import SimpleNamespace

from babel.dates import format_date, format_datetime, get_timezone
from babel.numbers import format_decimal, format_percent

from scanner.model.base import Lang, Text
from scanner.model.report import Marking
from scanner.model.status import word
from scanner.render.words import NOUNS, UI

ZONE = "Europe/Tallinn"
LONGEST = 400
"""Characters of a value from a host that are shown; the JSON keeps what the scan kept."""


def visible(text: str) -> str:
    """The text with control and direction characters written as escapes such as `\\x1b`, so that nothing obeys them.

    Line breaks, tabs and fixed spaces stay: they are ours, and harmless in a page.
    """
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() or c in "\n\t\u00a0\u202f" else c.encode("unicode_escape").decode("ascii") for c in text
    )


def clip(text: str, longest: int = LONGEST) -> str:
    """The text, cut to a length that a page can bear; a cut ends in …"""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def harmless(text: str, longest: int = LONGEST) -> str:
    """A text from a host for formats that other programs show: cut, and nothing in it that anything obeys."""
    return clip(visible(clip(text, longest)), longest)


class Say:
    """One language: `say("key", name=value)` is a sentence of the interface, the methods are values in it."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self.words = SimpleNamespace(**{key: text.in_(lang) for key, text in UI.items()})

    def __call__(self, key: str, **values: object) -> str:
        return UI[key].in_(self.lang).format(**values) if values else UI[key].in_(self.lang)

    def text(self, text: Text) -> str:
        """A text of content or model in this language."""
        return clip(text.in_(self.lang), 2000)

    def word(self, status: StrEnum) -> str:
        """The word of a status."""
        return word(status).text.in_(self.lang)

    def sign(self, status: StrEnum) -> str:
        """The sign of a status; always shown beside its word."""
        return word(status).sign

    def number(self, value: float) -> str:
        """1234.5 as 1 234,5 in Estonian."""
        return format_decimal(round(value, 1), locale=self.lang)

    def percent(self, part: int, whole: int) -> str:
        """A share with one decimal; `whole` is at least 1."""
        return format_percent(part / whole, format="0.0\u00a0%" if self.lang == "et" else "0.0%", locale=self.lang)

    def count(self, n: int, noun: str) -> str:
        """`1 host`, `2 hosti`: Estonian counts in the partitive singular, English in the plural."""
        return f"{self.number(n)} {self.noun(n, noun)}"

    def noun(self, n: int, noun: str) -> str:
        """The noun alone, as it stands after the number."""
        one, many = NOUNS[noun]
        return (one if n == 1 else many).in_(self.lang)

    def date(self, value: date) -> str:
        """22.11.2026; a moment is taken in Estonian time."""
        if isinstance(value, datetime):
            return format_datetime(value, "dd.MM.yyyy", tzinfo=get_timezone(ZONE), locale=self.lang)
        return format_date(value, "dd.MM.yyyy", locale=self.lang)

    def moment(self, value: datetime) -> str:
        """22.11.2026 02:00 in Estonian time, whatever zone the program runs in."""
        return format_datetime(value, "dd.MM.yyyy HH:mm", tzinfo=get_timezone(ZONE), locale=self.lang)

    def duration(self, seconds: float) -> str:
        """`94 s` or `12 min 5 s`."""
        minutes, rest = divmod(round(seconds), 60)
        return f"{minutes} min {rest} s" if minutes >= 2 else f"{self.number(seconds)} s"

    def names(self, names: Iterable[str], shown: int = 5) -> str:
        """The first names, and how many more there are."""
        every = [clip(name, 120) for name in names]
        rest = len(every) - shown
        head = ", ".join(every[:shown])
        return head if rest <= 0 else f"{head} {self('and_more', n=self.number(rest))}"

    def platforms(self, proven_on: Iterable[str]) -> str:
        """Where a check was proven, `Debian 12 (virtual machine)`, in the reader's language."""
        return ", ".join(name.replace("virtual machine", self("virtual_machine")) for name in proven_on)

    def marking(self, marking: Marking) -> str:
        """The access restriction in one line, for files that have no page to print it on."""
        told = (
            marking.text,
            marking.agency,
            self("marking_made", date=self.date(marking.made)),
            self("marking_until", date=self.date(marking.until)),
            self("marking_basis", basis="; ".join(marking.basis)),
        )
        return visible(" · ".join(filter(None, told)))

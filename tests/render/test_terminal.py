"""The short report on a terminal."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from scanner.model.base import Lang
from scanner.model.report import Report
from scanner.model.verdict import Verdict
from scanner.render import terminal
from scanner.render.say import Say
from scanner.render.view.page import page
from tests.render import sample


def printed(report: Report, lang: Lang = "et", colour: bool = False) -> str:
    out = StringIO()
    # The terminal is the test's own: whatever TERM or NO_COLOR the caller has, it can show colours.
    console = Console(
        file=out,
        width=200,
        force_terminal=colour,
        color_system="truecolor" if colour else None,
        no_color=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    terminal.show(report, lang, console)
    return out.getvalue()


def test_nothing_a_host_says_can_command_the_terminal() -> None:
    text = printed(sample.report())
    assert all(character.isprintable() or character == "\n" for character in text)
    assert "<script>alert(2)</script>" in text


def test_a_coloured_terminal_gets_colours_only_from_us() -> None:
    text = printed(sample.report(), colour=True)
    assert "\x1b[1;31mkriitiline" in text
    assert "\x1b]0;" not in text
    assert "\u202e" not in text


def test_its_numbers_are_the_reports() -> None:
    report = sample.report()
    text = printed(report)
    told = next(line for line in text.splitlines() if line.startswith("300 leidu"))
    say = Say("et")
    for verdict in Verdict:
        assert f"{say.word(verdict)} {report.summary.verdicts[verdict]}" in told
    view = page(report, "et")
    assert f"{view.completeness.answered}/12 hostist vastas" in text
    for module in view.modules:
        assert f"vastavus {module.share} = {module.formula}".replace("\u00a0", " ") in text
    severities = ("kriitiline", "kõrge", "keskmine", "madal")
    assert sum(line.startswith(severities) for line in text.splitlines()) == len(view.gaps)


def test_what_was_not_seen_comes_before_the_gaps() -> None:
    text = printed(sample.report())
    assert text.index("varukoopia.asutus.ee: kättesaamatu") < text.index("Turvauuendusi on paigaldamata")


def test_a_green_report_says_so_in_two_sentences() -> None:
    text = printed(sample.green())
    assert "Andmed on täielikud" in text
    assert "Ükski kontroll ei leidnud lünka" in text


def test_english_is_english() -> None:
    text = printed(sample.report(), "en")
    assert "10/12 hosts answered; 67/300 findings not assessed" in text
    assert "Lünk" not in text


def test_a_long_list_ends_with_how_many_more() -> None:
    assert "ja veel 20 kontrolli" in printed(sample.large(hosts=2, checks=60))

"""The three sentences of the management summary, in every combination."""

from __future__ import annotations

from itertools import product

import pytest

from scanner.model.base import Lang
from scanner.model.report import Report, Summary
from scanner.model.status import Change
from scanner.model.verdict import HostState, Severity, Verdict
from scanner.render.say import Say
from scanner.render.view import sentences
from scanner.render.view.failing import failing
from scanner.render.view.management import management
from tests.render import sample

A, U, N, P = HostState.ANSWERED, HostState.UNREACHABLE, HostState.NOT_SCANNED, HostState.PARTIAL


def report(
    hosts: dict[HostState, int],
    gaps: dict[Severity, int] | None = None,
    unseen: int = 0,
    changes: dict[Change, int] | None = None,
) -> Report:
    gaps = gaps or {}
    verdicts = {Verdict.FAIL: sum(gaps.values()), Verdict.ERROR: unseen}
    summary = Summary(hosts=hosts, gaps=gaps, verdicts=verdicts, changes=changes or {})
    return sample.green().model_copy(update={"summary": summary})


def status(one: Report, lang: Lang = "et", waived: int = 0) -> str:
    return sentences.status(one, waived, Say(lang))


def change(changes: dict[str, int]) -> str:
    return sentences.change(report({A: 1}, changes={Change(name): n for name, n in changes.items()}), Say("et"))


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (report({}), "Ühtegi hosti ei skannitud, seega seis ei ole teada."),
        (report({N: 3}), "Ühtegi hosti ei skannitud, seega seis ei ole teada."),
        (report({U: 1}, unseen=9), "Skannitud host ei vastanud, seega selle seis ei ole teada."),
        (report({U: 2}), "Ükski 2 hostist ei vastanud, seega nende seis ei ole teada."),
        (report({A: 1}), "Skannitud host vastas: lünki ei leitud."),
        (report({A: 1}, unseen=1), "Skannitud host vastas: lünki ei leitud; hindamata jäi 1 leid."),
        (report({A: 1}, {Severity.LOW: 1}), "Skannitud host vastas: leiti 1 lünk, selle raskusaste on madal."),
        (
            report({A: 11, P: 1, N: 2}, {Severity.CRITICAL: 1, Severity.HIGH: 4, Severity.LOW: 7}),
            "Kõik 12 hosti vastasid: leiti 12 lünka, neist kriitilisi 1 ja kõrge raskusastmega 4.",
        ),
        (
            report({A: 1, U: 1}, {Severity.CRITICAL: 2}, unseen=31),
            "2 hostist vastas 1: leiti 2 lünka, neist kriitilisi 2; hindamata jäi 31 leidu.",
        ),
        (
            report({A: 2}, {Severity.HIGH: 2}),
            "Kõik 2 hosti vastasid: leiti 2 lünka, neist kõrge raskusastmega 2.",
        ),
        (
            report({A: 2}, {Severity.MEDIUM: 2}),
            "Kõik 2 hosti vastasid: leiti 2 lünka, ükski neist ei ole kriitiline ega kõrge raskusastmega.",
        ),
    ],
)
def test_the_status_reads_naturally(one: Report, said: str) -> None:
    assert status(one) == said


def test_thousands_are_written_as_numbers_are() -> None:
    assert "1\u00a0200 lünka" in status(report({A: 2}, {Severity.LOW: 1200}))
    assert "1,200 gaps" in status(report({A: 2}, {Severity.LOW: 1200}), "en")


def test_gaps_under_a_waiver_are_told_apart() -> None:
    assert status(report({A: 1}, {Severity.LOW: 3}), waived=2).endswith("; erandiga on neist kaetud 2.")
    waived = sum(finding.waiver is not None for finding in sample.report().findings)
    said = management(sample.report(), Say("et")).sentences[0][1]
    assert f"erandiga on neist kaetud {waived}" in said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Varasemat skannimist ei ole, seega muutust veel näidata ei saa."),
        ({"first": 90}, "Varasemat skannimist ei ole, seega muutust veel näidata ei saa."),
        (
            {"unchanged": 9},
            "Eelmise vaatlusega võrreldes uusi lünki ei lisandunud ja ühtegi ei kõrvaldatud.",
        ),
        ({"new": 1}, "Eelmise vaatlusega võrreldes lisandus 1 lünk, ühtegi ei kõrvaldatud."),
        ({"fixed": 1}, "Eelmise vaatlusega võrreldes kõrvaldati 1 lünk, uusi ei lisandunud."),
        ({"new": 2, "regressed": 3, "fixed": 4}, "Eelmise vaatlusega võrreldes lisandus 5 lünka ja kõrvaldati 4."),
        (
            {"persisting": 2, "worse": 2, "gone_unknown": 1},
            (
                "Eelmise vaatlusega võrreldes uusi lünki ei lisandunud ja ühtegi ei kõrvaldatud; "
                "varasematest lünkadest süvenes 2; varem hinnatud leidudest jäi nüüd hindamata 1."
            ),
        ),
    ],
)
def test_the_change_reads_naturally(changes: dict[str, int], said: str) -> None:
    assert change(changes) == said


def test_without_data_no_risk_is_named_and_none_is_denied() -> None:
    assert "ei ole andmeid" in sentences.risk(sample.unreachable_only(), (), Say("et"))
    unseen = sentences.risk(report({A: 1}, unseen=2), (), Say("et"))
    assert unseen == "Suurim risk on see, mida ei nähtud: hindamata jäi 2 leidu."
    assert "ei leidnud" in sentences.risk(report({A: 1}), (), Say("et"))
    assert "erandiga kaetud" in sentences.risk(report({A: 1}, {Severity.HIGH: 2}), (), Say("et"))


def test_the_largest_risk_is_the_most_severe_open_gap() -> None:
    found = failing(sample.report())
    said = sentences.risk(sample.report(), found, Say("et"))
    assert found[0].check.severity is Severity.CRITICAL
    assert said.startswith(f"{found[0].check.gap.et} – {len(found[0].hosts)} hostis. ")
    assert said.endswith(found[0].check.why.et)


def test_every_combination_ends_as_a_sentence_and_leaves_no_blank() -> None:
    states: list[dict[HostState, int]] = [{}, {A: 1}, {A: 3}, {A: 2, U: 1}, {U: 1}, {U: 3}]
    counts: list[dict[Severity, int]] = [{}, {Severity.LOW: 1}, {Severity.CRITICAL: 2, Severity.LOW: 1}]
    languages: tuple[Lang, Lang] = ("et", "en")
    for lang, hosts, gaps, unseen in product(languages, states, counts, (0, 1, 2)):
        one = report(hosts, gaps, unseen)
        for said in (status(one, lang), sentences.risk(one, (), Say(lang)), sentences.change(one, Say(lang))):
            assert said.endswith(".")
            assert said[0].isupper() or said[0].isdigit()
            assert not any(bad in said for bad in ("{", "}", "  ", "..", ";.", ": ;"))
